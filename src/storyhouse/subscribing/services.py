"""How other services export their lists; services.toml says which columns mean what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from storyhouse.model.subscribers import Standing
from storyhouse.subscribing.answers import Answers

#: The id of every table that is no service's.
ANY = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One form of export. Columns are named in lower case, the best one first.

    What it is called stands among the words, by its id: `subscribers.service`.
    """

    id: str
    needs: Sequence[Sequence[str]]
    email: Sequence[str]
    first_name: Sequence[str] = ()
    last_name: Sequence[str] = ()
    name_: Sequence[str] = ()
    person: Sequence[str] = ()
    language: Sequence[str] = ()
    tags: Sequence[str] = ()
    status: Sequence[str] = ()
    consented_at: Sequence[str] = ()
    consent_how: Sequence[str] = ()
    left_at: Sequence[str] = ()
    states: Mapping[str, Standing] = field(default_factory=dict)
    #: Columns in which a time says that somebody has left.
    out: Mapping[str, Standing] = field(default_factory=dict)
    #: Columns of yes and no, and what each says.
    flags: Mapping[str, Mapping[str, Standing]] = field(default_factory=dict)
    #: Of a table that is no service's: where it says who agreed.
    answers: Answers = field(default_factory=Answers)

    def knows(self, columns: Sequence[str]) -> bool:
        """Whether a table with such columns is one of its exports."""
        return any(set(need).issubset(columns) for need in self.needs)

    @property
    def read(self) -> set[str]:
        """Every column it gives a meaning to."""
        lists = [self.email, self.first_name, self.last_name, self.name_, self.person]
        lists += [self.language, self.tags, self.status, self.consented_at]
        named = {name for names in lists for name in names}
        named |= {*self.consent_how, *self.left_at, *self.out, *self.flags}
        return named | self.answers.all


@cache
def services() -> tuple[Service, ...]:
    """All of them, the most special first."""
    text = files("storyhouse.subscribing").joinpath("services.toml").read_text("utf-8")
    return tuple(_service(id_, said) for id_, said in tomllib.loads(text).items())


def service_of(columns: Sequence[str]) -> Service | None:
    """Whose export has such columns; None if there are no addresses in it."""
    plain = [plain_name(name) for name in columns]
    found = next((s for s in services() if s.knows(plain)), None)
    if found is None or found.id != ANY:
        return found
    rest = [name for name in plain if name not in found.read]
    return replace(found, answers=Answers.of(rest))


def plain_name(name: str) -> str:
    """A column's name as it is compared."""
    return " ".join(name.casefold().split())


def _service(id_: str, said: Mapping[str, object]) -> Service:
    facts = dict(said)
    for key in ("states", "out"):
        facts[key] = _standings(facts.get(key, {}))
    flags = facts.get("flags", {})
    assert isinstance(flags, dict)  # noqa: S101 (our own file)
    facts["flags"] = {column: _standings(says) for column, says in flags.items()}
    return Service(id=id_, **facts)  # type: ignore[arg-type]  # our own file


def _standings(said: object) -> dict[str, Standing]:
    assert isinstance(said, dict)  # noqa: S101 (our own file)
    return {written: Standing(standing) for written, standing in said.items()}
