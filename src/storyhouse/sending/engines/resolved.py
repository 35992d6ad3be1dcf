"""Fields that are filled here: the service only puts each recipient's words in place.

For services that take data for every recipient with the call. So the words for an empty
field, Korean particles and personal parts need nothing that a service might not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storyhouse.prose.fields import MergeField, Parts, Repeated, filled
from storyhouse.sending.engines.shape import Kind

_Key = tuple[MergeField | Repeated, bool]


@dataclass(slots=True)
class Slots:
    """The places of one letter, by the keys under which a service is given words.

    A place in HTML has a key of its own, since its words are escaped.
    """

    keys: dict[_Key, str] = field(default_factory=dict)

    def key(self, place: MergeField | Repeated, kind: Kind) -> str:
        """The key of a place: `t1`, `h2`; the same wherever the field stands again."""
        escaped = kind is Kind.HTML
        name = f"{'h' if escaped else 't'}{len(self.keys) + 1}"
        return self.keys.setdefault((place, escaped), name)

    def data(self, values: Mapping[str, str], parts: Parts) -> dict[str, str]:
        """What one recipient reads in each place."""
        return {
            key: filled(
                (place,), values, (Kind.HTML if escaped else Kind.TEXT).escape, parts
            )
            for (place, escaped), key in self.keys.items()
        }
