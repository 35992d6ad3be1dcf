"""Can everything be read in the shop's own colours? WCAG 2.2, 1.4.3: 4.5 to 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.model.colours import LEAST, contrast
from storyhouse.model.house import House

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TEXTS = ("ink", "quiet", "accent", "moss", "dusk")
_GROUNDS = ("paper", "card", "wash")
_PAIRS = [*((t, g) for t in _TEXTS for g in _GROUNDS), ("on-accent", "accent")]


def check(house: House, _settings: Settings) -> Iterator[Diagnostic]:
    """Of the colours the shop changed, those that no longer stand out."""
    changed, tokens = house.shop.look, house.theme.tokens
    for dark in ("", "dark-"):
        faint = _faint(tokens, dark)
        for name in changed:
            pair = next((p for p in faint if name in p), None)
            if pair is None:
                continue
            yield Diagnostic(
                where=house.shop.source.value_at("look", name),
                code="low-contrast",
                facts={"one": pair[0], "other": pair[1], "contrast": faint[pair]},
                severity=Severity.WARNING,
            )


def _faint(tokens: Mapping[str, str], dark: str) -> dict[tuple[str, str], str]:
    """Pairs of colours that are too near to each other, and how near."""
    near = {}
    for one, other in _PAIRS:
        pair = f"{dark}{one}", f"{dark}{other}"
        if not all(_COLOUR.fullmatch(tokens[name]) for name in pair):
            continue  # no colour, which reading has said
        ratio = contrast(tokens[pair[0]], tokens[pair[1]])
        if ratio < LEAST:
            near[pair] = f"{ratio:.1f}"
    return near
