"""Fields that a service fills from what it keeps of each subscriber.

The words for an empty field stand in the letter, in the service's own syntax, so that
they are read by whoever joined the service's list by another door, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from storyhouse.letters import Letter
from storyhouse.prose.fields import MergeField, Repeated, fields_of, filled
from storyhouse.sending.engines.shape import UNSUBSCRIBE, VIEW
from storyhouse.sending.recipients import Recipient

#: A field's key ends in its particle, since one name is kept as 해성이 and 해성을.
_PARTICLES = {
    "이(가)": "i_ga",
    "은(는)": "eun_neun",
    "을(를)": "eul_reul",
    "와(과)": "gwa_wa",
    "과(와)": "gwa_wa",
    "(으)로": "euro_ro",
    "(이)": "i",
    "아(야)": "a_ya",
}


def key_of(merge: MergeField) -> str:
    """Under which key a service keeps what is filled in."""
    return f"{merge.name}_{_PARTICLES[merge.pair]}" if merge.pair else merge.name


def is_address(merge: MergeField) -> bool:
    """Whether it is what every service knows of a subscriber anyway."""
    return merge.name == "email" and not merge.pair


def otherwise(merge: MergeField) -> str:
    """What is read where nothing is kept."""
    return merge.filled({})


def merges(letter: Letter) -> Iterator[MergeField]:
    """The fields of a letter that a service is to fill, each once."""
    found = dict.fromkeys(fields_of((*letter.subject, *letter.html, *letter.text)))
    yield from (m for m in found if m.name not in {VIEW, UNSUBSCRIBE})


def repeated(letter: Letter) -> Iterator[Repeated]:
    """The parts of a letter that only some get, each once."""
    parts = (s for s in (*letter.html, *letter.text) if isinstance(s, Repeated))
    yield from dict.fromkeys(parts)


def kept_of(letter: Letter, recipient: Recipient) -> Mapping[str, str]:
    """What a service is to keep of one recipient; what is empty is left out."""
    values = recipient.values
    filled_in = {
        key_of(m): filled((m,), values)
        for m in merges(letter)
        if values.get(m.name, "").strip() and not is_address(m)
    }
    return dict(sorted(filled_in.items()))
