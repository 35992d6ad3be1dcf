"""Families of words, ready to be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from storyhouse.checking.settings import own_rule
from storyhouse.diagnostics import Diagnostic, OwnWords
from storyhouse.model.house import House
from storyhouse.model.packs import Family, Pack
from storyhouse.model.record import Language
from storyhouse.places import KeyPath
from storyhouse.prose.linear import Pattern, PatternError, PatternSet, Span

_LONGEST = 1000  # signs of a pattern
#: A paragraph with more is no less an ad, and looking on would not end.
_MOST_MATCHES, _MOST_EXCEPTIONS = 20, 400
#: A reference back, such as \1.
_BACK = re.compile(r"\\[1-9]")
#: A repeat within a repeat. RE2 would take it in its stride; those who read the pack
#: and use it elsewhere would not, and it always can be written without.
_NESTED = re.compile(
    r"(?<!\\)\((?:[^()\\]|\\.)*?(?<!\\)[+*](?:[^()\\]|\\.)*\)(?:[+*]|\{\d+,\})"
)

_WORD_GOES_ON = re.compile(r"(?<=[A-Za-z0-9])[A-Za-z0-9]+")
#: Signs that a pattern may want before and behind its words.
_BEFORE, _BEHIND = " .,:;!?…–—([-", " .,:;"


@dataclass(frozen=True, slots=True)
class WordFamily:
    """One family, with where it is written."""

    name: str
    rule: str
    pack: Pack
    family: Family

    @property
    def is_own(self) -> bool:
        """Whether it is of a pack of the shop's own."""
        return self.pack.source.path.parts[0] == "content"

    @property
    def words(self) -> OwnWords:
        """What its findings say."""
        family = self.family
        return OwnWords(family.message, family.reason, family.rewrite)


#: The families met in a text, by rule, and where.
Met = dict[str, tuple[WordFamily, list[Span]]]


class Finder:
    """Looks for all families of one language at once."""

    def __init__(self, families: Sequence[WordFamily]) -> None:
        self._patterns = [
            (family, pattern)
            for family in families
            for pattern in _usable(family, family.family.patterns)
        ]
        self._exceptions = {
            _key(family): _usable(family, family.family.exceptions)
            for family in families
        }
        self._set = PatternSet([pattern for _, pattern in self._patterns])

    def among(self, texts: Iterable[str]) -> list[int]:
        """The numbers of the patterns that may stand in any of some texts.

        All texts of a record are asked for at once, and most records hold nothing: that
        takes a fifth of the time of asking for each.
        """
        return self._set.match(texts)

    def find(self, text: str, among: Iterable[int] | None = None) -> Met:
        """The families met in a text, by rule, and where; in order of place."""
        met: Met = {}
        for index in self.among([text]) if among is None else among:
            family, pattern = self._patterns[index]
            found = _ready(pattern).spans(text, _MOST_MATCHES)
            if spans := [*self._meant(family, text, found)]:
                met.setdefault(family.rule, (family, []))[1].extend(spans)
        for _, spans in met.values():
            spans.sort()
        return met

    def _meant(
        self, family: WordFamily, text: str, spans: list[Span]
    ) -> Iterator[Span]:
        excepted = [
            span
            for pattern in (self._exceptions[_key(family)] if spans else ())
            for span in _ready(pattern).spans(text, _MOST_EXCEPTIONS)
        ]
        for start, end in spans:
            if not any(start < e and s < end for s, e in excepted):
                yield _of_words(text, (start, end))


def _of_words(text: str, span: Span) -> Span:
    """A match in whole words, without the signs that its pattern wanted around it.

    `. Hurry` is `Hurry`, and of £40 not only £4. Hangul stays as it was met: what
    follows is a particle.
    """
    start, end = span
    words = text[start:end].lstrip(_BEFORE)
    if words.rstrip(_BEHIND):
        start = end - len(words)
        end = start + len(words.rstrip(_BEHIND))
    rest = _WORD_GOES_ON.match(text, end)
    return start, rest.end() if rest else end


class _RefusedError(Exception):
    """A pattern that no pack may hold."""

    def __init__(self, variant: str, reason: str = "") -> None:
        super().__init__(variant)
        self.variant, self.reason = variant, reason


def _usable(family: WordFamily, patterns: Sequence[str]) -> list[str]:
    """The patterns that no pack is refused for. Those that come with us are tested."""
    if family.is_own:
        return [pattern for pattern in patterns if not _is_refused(pattern)]
    return [*patterns]


def _is_refused(pattern: str) -> bool:
    try:
        _compiled(pattern)
    except _RefusedError:
        return True
    return False


def refused_in(family: WordFamily) -> Iterator[Diagnostic]:
    """Each pattern of a family that cannot be used, and why."""
    for key in ("patterns", "exceptions"):
        for index, pattern in enumerate(getattr(family.family, key)):
            try:
                _compiled(pattern)
            except _RefusedError as refused:
                at: KeyPath = ("families", family.name, key, index)
                yield Diagnostic(
                    where=family.pack.source.value_at(*at),
                    code="pack/pattern",
                    variant=refused.variant,
                    facts={"pattern": pattern[:60], "reason": refused.reason},
                )


@lru_cache(maxsize=4096)
def _ready(pattern: str) -> Pattern:
    """Made when it is first needed: most patterns of a pack meet nothing."""
    return Pattern(pattern)


def _compiled(pattern: str) -> Pattern:
    if len(pattern) > _LONGEST:
        raise _RefusedError("too-long")
    if _NESTED.search(pattern):
        raise _RefusedError("nested")
    try:
        compiled = Pattern(pattern)
    except PatternError as error:
        around = "(?" in str(error) or _BACK.search(pattern)
        raise _RefusedError("around" if around else "other", str(error)) from error
    if compiled.find("") is not None:
        raise _RefusedError("empty")
    return compiled


def _key(family: WordFamily) -> str:
    return f"{family.pack.source.path}:{family.name}"


def finders(house: House) -> Mapping[Language, Finder]:
    """A finder for each language, with the shop's own packs in it."""
    return _finders(tuple(house.packs))


# A pack is unhashable (it holds tables), so it is known by itself.
_KEPT: dict[tuple[int, ...], tuple[tuple[Pack, ...], Mapping[Language, Finder]]] = {}


def _finders(packs: tuple[Pack, ...]) -> Mapping[Language, Finder]:
    key = tuple(map(id, packs))
    if key not in _KEPT:
        made = {
            language: Finder(
                [f for p in packs if p.language is language for f in families_of(p)]
            )
            for language in Language
        }
        _KEPT.clear()
        _KEPT[key] = packs, made
    return _KEPT[key][1]


def families_of(pack: Pack) -> Iterator[WordFamily]:
    """The families of a pack."""
    for name, family in pack.families.items():
        yield WordFamily(name, family.rule or own_rule(name), pack, family)


def tested(pack: Pack) -> Iterator[Diagnostic]:
    """Each of a pack's own tests that does not hold."""
    from storyhouse.checking.spoken import prepared  # noqa: PLC0415

    for family in families_of(pack):
        if any(refused_in(family)):
            continue  # said already
        finder = Finder([family])
        tests = family.family.tests
        for key, texts, meant in (
            ("match", tests.match, True),
            ("pass", tests.pass_, False),
        ):
            for index, text in enumerate(texts):
                if bool(finder.find(prepared(text))) is not meant:
                    at = ("families", family.name, "tests", key, index)
                    yield Diagnostic(
                        where=pack.source.value_at(*at),
                        code="pack/test",
                        variant=key,
                        facts={"family": family.name, "written": text[:60]},
                    )
