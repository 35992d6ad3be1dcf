"""Can everything be read, by day and in dark mode? WCAG 2.2, 1.4.3.

Worked out on the finished letter: what each text's colour and its ground really are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from storyhouse.diagnostics import Diagnostic
from storyhouse.model.colours import LEAST, contrast
from storyhouse.preflight.page import Tag
from storyhouse.preflight.seen import Seen
from storyhouse.preflight.styles import (
    Colour,
    Rule,
    colour,
    colour_in,
    declared,
    matches,
    specificity,
)

#: From 24 px, or 18.66 px in bold, letters need less.
LEAST_LARGE, _LARGE, _LARGE_BOLD = 3.0, 24.0, 18.66
_WHITE, _BLACK, _LINK = (
    (255.0,) * 3 + (1.0,),
    (0.0,) * 3 + (1.0,),
    (0.0, 0.0, 238.0, 1.0),
)
_BOLD_TAGS = frozenset("b strong h1 h2 h3 h4 h5 h6 th".split())
_PIXELS = re.compile(r"([\d.]+)px")
_DARK = "prefers-color-scheme"
Style = Mapping[str, str]


def check(seen: Seen) -> Iterator[Diagnostic]:
    """Each pair of colours that are too near, once for the light and once for dark."""
    dark = [r for r in seen.sheet.rules if _DARK in r.media and "dark" in r.media]
    always = [r for r in seen.sheet.rules if not r.media]
    met: set[tuple[str, str]] = set()
    yield from _of(seen, "light", _Look(always), met)
    if dark:
        yield from _of(seen, "dark", _Look(always + dark), met)


def _of(
    seen: Seen, variant: str, look: _Look, met: set[tuple[str, str]]
) -> Iterator[Diagnostic]:
    for tag in seen.page.all():
        words = tag.own_words
        if not any(map(str.isalnum, words)) or look.is_hidden(tag):
            continue
        text, ground = look.text_on_ground(tag)
        ratio, least = contrast(text, ground), look.least(tag)
        if ratio < least and (text, ground) not in met:
            met.add((text, ground))
            yield seen.found(
                "mail/contrast",
                seen.where(words),
                variant=variant,
                words=words,
                one=text,
                other=ground,
                contrast=f"{ratio:.1f}",
                least=f"{least:g}",
            )


@dataclass(slots=True)
class _Look:
    """What every tag looks like under some rules."""

    rules: list[Rule]
    known: dict[int, Style] = field(default_factory=dict)

    def style(self, tag: Tag) -> Style:
        """What holds for a tag: rules by their strength, its own attribute above."""
        if id(tag) not in self.known:
            self.known[id(tag)] = self._cascaded(tag)
        return self.known[id(tag)]

    def _cascaded(self, tag: Tag) -> Style:
        # Important, then of the tag itself, then how strong, then how late.
        strongest: list[tuple[tuple[bool, bool, tuple[int, int, int]], str, str]] = []
        if background := tag.attributes.get("bgcolor"):
            strongest.append(
                ((False, False, (0, 0, 0)), "background-color", background)
            )
        for rule in self.rules:
            for selector in rule.selectors:
                if matches(selector, tag):
                    strong = specificity(selector)
                    strongest += [
                        ((d.important, False, strong), d.name, d.value)
                        for d in rule.declared
                    ]
        strongest += [
            ((d.important, True, (0, 0, 0)), d.name, d.value)
            for d in declared(tag.attributes.get("style", ""))
        ]
        strongest.sort(key=lambda each: each[0])
        return {
            "background-color" if name == "background" else name: value
            for _, name, value in strongest
        }

    def is_hidden(self, tag: Tag) -> bool:
        """Whether nobody sees it: the preheader, and what no browser shows."""
        return any(
            up.name in {"head", "style", "title", "script"}
            or self.style(up).get("display") == "none"
            for up in tag.up()
        )

    def text_on_ground(self, tag: Tag) -> tuple[str, str]:
        """The colours of a tag's text and of what is behind it, `#rrggbb`."""
        ground = self._ground(tag)
        return _hex(_over(self._text(tag), ground)), _hex(ground)

    def _text(self, tag: Tag) -> Colour:
        for up in tag.up():
            if found := colour(self.style(up).get("color", "")):
                return found
            if up.name == "a" and up.attributes.get("href"):
                return _LINK
        return _BLACK

    def _ground(self, tag: Tag) -> Colour:
        layers: list[Colour] = []
        for up in tag.up():
            if found := colour_in(self.style(up).get("background-color", "")):
                layers.append(found)
                if found[3] >= 1:
                    break
        ground: Colour = _WHITE
        for layer in reversed(layers):
            ground = _over(layer, ground)
        return ground

    def least(self, tag: Tag) -> float:
        """The least contrast for letters of its size."""
        size = next((s for up in tag.up() if (s := self._pixels(up))), 16.0)
        large = _LARGE_BOLD if self._is_bold(tag) else _LARGE
        return LEAST_LARGE if size >= large else LEAST

    def _pixels(self, tag: Tag) -> float:
        found = _PIXELS.fullmatch(self.style(tag).get("font-size", ""))
        return float(found[1]) if found else 0.0

    def _is_bold(self, tag: Tag) -> bool:
        for up in tag.up():
            if weight := self.style(up).get("font-weight"):
                bold = weight in {"bold", "bolder"}
                return bold or (weight.isdecimal() and int(weight) >= 700)
            if up.name in _BOLD_TAGS:
                return True
        return False


def _over(above: Colour, below: Colour) -> Colour:
    part = max(0.0, min(1.0, above[3]))
    red, green, blue = (
        part * a + (1 - part) * b for a, b in zip(above[:3], below[:3], strict=True)
    )
    return red, green, blue, 1.0


def _hex(written: Colour) -> str:
    return "#" + "".join(f"{round(max(0, min(255, part))):02x}" for part in written[:3])
