"""Merge fields: the places of a letter that are filled for each person.

An author writes `{first_name|friend}`: the field, and the words for when it is empty.
Until a letter is filled, a field stands in its texts as a mark of two signs that no
text of a shop can hold (they are no characters), so every step carries it along as it
carries a letter, and nothing an author writes is ever taken for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from storyhouse.prose.links import blanked
from storyhouse.words.particles import with_particle

_OPEN, _CLOSE = "\ufffe", "\uffff"
_MARK = re.compile(f"{_OPEN}([0-9a-z.:]+){_CLOSE}")
#: A part with its four marks, wherever they came to stand.
_PART = re.compile(
    "(.*?)".join(
        f"{_OPEN}{mark}{_CLOSE}"
        for mark in (r"([a-z]+):before", r"\1:each", r"\1:after", r"\1:end")
    ),
    re.DOTALL,
)

#: Fields that everybody has, so that they need no words for when they are empty.
ALWAYS = frozenset({"view_url", "unsubscribe_url"})
#: Korean writes both particles where it cannot know the name: 님이(가), 님은(는).
_PAIRS = {
    "이(가)": "이/가",
    "은(는)": "은/는",
    "을(를)": "을/를",
    "와(과)": "과/와",
    "과(와)": "과/와",
    "(으)로": "으로/로",
    "(이)": "이/",
    "아(야)": "아/야",
}
#: The same, written inside: {first_name|단골:이/가}. Any other colon is text.
_INSIDE = {
    f":{one}/{other}": pair
    for pair in dict.fromkeys(_PAIRS.values())
    for one, other in (pair.split("/"), pair.split("/")[::-1])
}
_FIELD = re.compile(
    r"(?P<kept>\\\{)"
    r"|(?<!\{)\{(?P<name>[^\W\d_]\w*)(?:\|(?P<otherwise>[^{}|\n]*?)"
    rf"(?P<inside>{'|'.join(map(re.escape, _INSIDE))})?)?\}}(?!\}})"
    rf"(?(inside)|(?P<pair>{'|'.join(map(re.escape, _PAIRS))})?)"
)


@dataclass(frozen=True, slots=True)
class MergeField:
    """One place to fill: the field, the words for when it is empty, a particle."""

    name: str
    otherwise: str = ""
    pair: str = ""  # as the author wrote it: 이(가), or :이/가 inside the braces

    @property
    def written(self) -> str:
        """As the author wrote it."""
        words = "" if self.name in ALWAYS else f"|{self.otherwise}"
        if self.pair in _INSIDE:
            return f"{{{self.name}{words}{self.pair}}}"
        return f"{{{self.name}{words}}}{self.pair}"

    def filled(self, values: Mapping[str, str]) -> str:
        """What this person reads here."""
        value = one_line(values.get(self.name, "")) or self.otherwise
        if not self.pair:
            return value
        return with_particle(value, _INSIDE.get(self.pair) or _PAIRS[self.pair])


def one_line(value: str) -> str:
    """What somebody's list holds, as one line without signs that govern others.

    Whatever ends a line in any program becomes a blank; what turns the direction of
    the text that follows is left out; half a character is none.
    """
    if not value.isprintable():
        value = "".join(_harmless(sign) for sign in value)
    return " ".join(value.split())


def _harmless(sign: str) -> str:
    if sign in _TURNING:
        return ""
    match unicodedata.category(sign):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cs":
            return "�"
        case _:
            return "�" if sign in (_OPEN, _CLOSE) else sign


#: Marks, embeddings, overrides and isolates of direction; a byte order mark, too.
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)


def without_fields(text: str) -> str:
    """Somebody else's words with brackets where they would be taken for a field.

    Who fills a letter's fields later cannot tell whose braces they are.
    """
    return _FIELD.sub(lambda found: found[0].translate(_BRACKETS), text)


_BRACKETS = str.maketrans("{}", "()")


@dataclass(frozen=True, slots=True)
class Repeated:
    """A part that only some get: around all of somebody's items, and once for each.

    Who has no items of its name gets nothing of it.
    """

    name: str
    before: Segments
    each: Segments
    after: Segments


@dataclass(frozen=True, slots=True)
class PartMarks:
    """What stands for a part until a text is cut: four marks, each once, in order."""

    name: str

    @property
    def before(self) -> str:
        """Where the part begins."""
        return f"{_OPEN}{self.name}:before{_CLOSE}"

    @property
    def each(self) -> str:
        """Where what is there once for each item begins."""
        return f"{_OPEN}{self.name}:each{_CLOSE}"

    @property
    def after(self) -> str:
        """Where it ends."""
        return f"{_OPEN}{self.name}:after{_CLOSE}"

    @property
    def end(self) -> str:
        """Where the part ends."""
        return f"{_OPEN}{self.name}:end{_CLOSE}"

    def field(self, name: str) -> str:
        """A field of an item."""
        return f"{_OPEN}{self.name}.{name}{_CLOSE}"

    def stand_in(self, text: str) -> bool:
        """Whether any of its marks does."""
        return f"{_OPEN}{self.name}" in text

    def are_whole_in(self, text: str) -> bool:
        """Whether they stand there as they must, each once."""
        marks = [self.before, self.each, self.after, self.end]
        once = all(text.count(mark) == 1 for mark in marks)
        places = [text.find(mark) for mark in marks]
        fields = [m.start() for m in _MARK.finditer(text) if self._is_field(m[1])]
        inside = all(places[1] < place < places[2] for place in fields)
        return once and places == sorted(places) and inside

    def _is_field(self, mark: str) -> bool:
        return mark.startswith(f"{self.name}.")


#: A text with its fields, in order.
Segments = tuple[str | MergeField | Repeated, ...]
#: What only some get: by the name of the part, the fields of each item.
Parts = Mapping[str, Sequence[Mapping[str, str]]]
_NO_PARTS: Parts = {}


def plainly(text: str) -> str:
    """The text itself, for where it needs no escaping."""
    return text


def filled(
    segments: Segments,
    values: Mapping[str, str],
    escape: Callable[[str], str] = plainly,
    parts: Parts = _NO_PARTS,
) -> str:
    """The text as one person reads it; `escape` is for what is filled in."""
    return "".join(_filled(s, values, escape, parts) for s in segments)


def _filled(
    segment: str | MergeField | Repeated,
    values: Mapping[str, str],
    escape: Callable[[str], str],
    parts: Parts,
) -> str:
    match segment:
        case str():
            return segment
        case MergeField():
            return escape(segment.filled(values))
        case Repeated():
            items = parts.get(segment.name, ())
            if not items:
                return ""
            each = (_item(segment.each, values, item, escape) for item in items)
            before = filled(segment.before, values, escape)
            return before + "".join(each) + filled(segment.after, values, escape)


def _item(
    each: Segments,
    values: Mapping[str, str],
    item: Mapping[str, str],
    escape: Callable[[str], str],
) -> str:
    """One item of a part; its words are the shop's own, and keep their lines."""
    return "".join(
        escape(_several_lines(item[s.name]))
        if isinstance(s, MergeField) and s.name in item
        else _filled(s, values, escape, _NO_PARTS)
        for s in each
    )


def _several_lines(value: str) -> str:
    """Each line as `one_line` has it, and as far in as it stood."""
    lines = value.split("\n")
    return "\n".join(" " * (len(w) - len(w.lstrip(" "))) + one_line(w) for w in lines)


def fields_of(segments: Segments) -> Iterator[MergeField]:
    """The fields of a text, without those of its parts."""
    yield from (s for s in segments if isinstance(s, MergeField))


def written_in(text: str) -> Iterator[tuple[int, int, MergeField]]:
    """The fields that an author wrote in a text, each with where it begins and ends."""
    for found in _FIELD.finditer(text):
        name, otherwise = found["name"], found["otherwise"]
        if name and (otherwise is not None or name in ALWAYS):
            merge = MergeField(name, otherwise or "", found["pair"] or "")
            yield found.start(), found.end(), merge


def is_field(written: str) -> bool:
    """Whether this is one field, from its first brace to its last."""
    found = next(written_in(written), None)
    return found is not None and found[:2] == (0, len(written))


def written(segments: Segments, escape: Callable[[str], str] = plainly) -> str:
    """The text with its fields as their author wrote them, for nobody in particular."""
    return "".join(
        s if isinstance(s, str) else escape(s.written)
        for s in segments
        if not isinstance(s, Repeated)
    )


def unmarked(text: str) -> str:
    """A text without the signs that only marks may hold."""
    return text.replace(_OPEN, "�").replace(_CLOSE, "�")


@dataclass(slots=True)
class Fields:
    """The fields of one letter, each with its mark."""

    found: dict[MergeField, str] = field(default_factory=dict)

    def mark(self, merge: MergeField) -> str:
        """What stands for the field until the letter is filled."""
        return self.found.setdefault(merge, f"{_OPEN}{len(self.found)}{_CLOSE}")

    def in_text(self, text: str) -> str:
        r"""A plain text with its fields marked; `\{` is a brace and no field."""
        text = unmarked(text)
        return _FIELD.sub(lambda f: "{" if f["kept"] else self._marked(f), text)

    def in_markdown(self, markdown: str) -> str:
        """A Markdown text with its fields marked; in code they are no fields."""
        markdown = unmarked(markdown)
        parts, end = [], 0
        for found in _FIELD.finditer(blanked(markdown)):
            # Markdown itself takes the backslash from before a brace.
            if not found["kept"]:
                parts += [markdown[end : found.start()], self._marked(found)]
                end = found.end()
        return "".join([*parts, markdown[end:]])

    def split(self, text: str) -> Segments:
        """A finished text, cut at its marks."""
        pieces = _PART.split(text)
        segments = self._cut(pieces[0])
        for name, before, each, after, text_behind in _fives(pieces[1:]):
            cut = (self._cut(piece) for piece in (before, each, after))
            segments += [Repeated(name, *map(tuple, cut)), *self._cut(text_behind)]
        return tuple(segments)

    def _cut(self, text: str) -> list[str | MergeField | Repeated]:
        merges = list(self.found)
        cut = (
            piece if index % 2 == 0 else _merge(piece, merges)
            for index, piece in enumerate(_MARK.split(text))
        )
        return [piece for piece in cut if piece != ""]

    def _marked(self, found: re.Match[str]) -> str:
        name, otherwise = found["name"], found["otherwise"]
        if otherwise is None and name not in ALWAYS:
            return found[0]  # `{a}` is text; a bare name is refused by `checking`
        return self.mark(
            MergeField(name, otherwise or "", found["inside"] or found["pair"] or "")
        )


def _fives(pieces: Sequence[str]) -> Iterator[tuple[str, str, str, str, str]]:
    """What a part was cut into, and the text behind it."""
    for at in range(0, len(pieces), 5):
        name, before, each, after, behind = pieces[at : at + 5]
        yield name, before, each, after, behind


def _merge(mark: str, merges: Sequence[MergeField]) -> MergeField | str:
    """What a mark stands for; one that lost its part stands for nothing."""
    if mark.isdecimal():
        return merges[int(mark)]
    return MergeField(mark.partition(".")[2]) if "." in mark else ""
