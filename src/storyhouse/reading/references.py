"""Ids that lead nowhere, and ids that two files share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from storyhouse.diagnostics import Diagnostic
from storyhouse.model.leaves import leaves
from storyhouse.model.people import ANONYMOUS
from storyhouse.model.record import AskId, PersonId, ProductId, Record, StoryId
from storyhouse.model.stories import Kind
from storyhouse.places import Location
from storyhouse.reading.folder import ASKS, PEOPLE, STORIES, Found
from storyhouse.reading.pointing import named, suggest


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that files stand for, readable or not: a broken file is no dead end."""

    ids: Mapping[Any, frozenset[str]]

    @classmethod
    def from_files(cls, found: Mapping[Any, list[Found]]) -> Known:
        """By the type that a record declares."""
        stories = {f.id for place in STORIES.values() for f in found[place]}
        return cls(
            {
                PersonId: frozenset(f.id for f in found[PEOPLE]),
                AskId: frozenset(f.id for f in found[ASKS]),
                StoryId: frozenset(stories),
                ProductId: frozenset(f.id for f in found[STORIES[Kind.PRODUCT]]),
            }
        )

    def unknown_in(self, record: Record) -> Iterator[Diagnostic]:
        """Every id of a record that leads nowhere."""
        for leaf in leaves(record):
            known = self.ids.get(leaf.declared)
            if known is None or leaf.value in known:
                continue
            if leaf.value == ANONYMOUS and _may_be_anonymous(leaf.at):
                continue
            help_, facts = suggest(leaf.value, sorted(known))
            yield Diagnostic(
                where=record.source.value_at(*leaf.at),
                code=_CODES[leaf.declared],
                facts={"key": named(leaf.at), "id": leaf.value, **facts},
                help=help_,
            )


_CODES = {
    PersonId: "person/unknown",
    AskId: "unknown-ask",
    StoryId: "unknown-story",
    ProductId: "unknown-product",
}


def _may_be_anonymous(at: tuple[str | int, ...]) -> bool:
    """Somebody without a name can ask, be told, test and be thanked; not sign."""
    return at[0] in {"told", "rounds", "credits"} or (at[0] == "by" and len(at) > 1)


def shared_ids(found: Iterable[Found]) -> Iterator[Diagnostic]:
    """Two files with one id: a story's is unique in the whole shop."""
    first: dict[str, Found] = {}
    for file in found:
        if file.id in first:
            facts = {"id": file.id, "other": str(first[file.id].shown)}
            yield Diagnostic(
                where=Location(file.shown),
                code="id-twice",
                facts=facts,
                help="rename-one",
            )
        first.setdefault(file.id, file)


def merged_in_circles(asks: Mapping[AskId, Any]) -> Iterator[Diagnostic]:
    """Asks that were merged into one another, so that none is left."""
    for ask in asks.values():
        seen, at = {ask.id}, ask.merged_into
        while at is not None and at in asks and at not in seen:
            seen.add(at)
            at = asks[at].merged_into
        if at == ask.id:
            yield Diagnostic(
                where=ask.source.value_at("merged_into"),
                code="merged-in-circle",
                facts={"id": ask.id},
            )
