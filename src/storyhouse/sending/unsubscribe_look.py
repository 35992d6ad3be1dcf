"""The colours of the page of ways out: the shop's, as far as they can be read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from storyhouse.model.colours import LEAST, contrast
from storyhouse.reading.theme import usable_tokens

#: The tokens of the theme that the page has a use for.
WORN = ("paper", "card", "line", "ink", "quiet", "accent", "on-accent")
_GROUNDS = ("paper", "card")
#: On any colour, one of the two stands out.
_BLACK, _WHITE = "#000000", "#ffffff"


def style_of(root: Path, theme: object = None, look: object = None) -> str:
    """The page's style sheet.

    Args:
        root: the shop's folder.
        theme: what stands under `theme:` in its file, whatever that is.
        look: what stands under `look:`.
    """
    tokens, plain = usable_tokens(root, theme, look), usable_tokens(root, None, None)
    light, dark = (_readable(tokens, plain, of) for of in ("", "dark-"))
    return (
        f":root{{color-scheme:light dark;{_variables(light)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_variables(dark)}}}}}\n"
        f"{_rules()}"
    )


def _readable(
    tokens: Mapping[str, str], plain: Mapping[str, str], of: str
) -> dict[str, str]:
    """One look's colours. Whoever wants out can read how, in whatever was chosen."""
    worn = {name: tokens[of + name] for name in WORN}
    if not _stands_out(worn, "ink"):
        worn |= {name: plain[of + name] for name in ("paper", "card", "line", "ink")}
    if not _stands_out(worn, "quiet"):
        worn["quiet"] = worn["ink"]
    if contrast(worn["on-accent"], worn["accent"]) < LEAST:
        worn["on-accent"] = max(
            _BLACK, _WHITE, key=lambda sign: contrast(sign, worn["accent"])
        )
    worn["link"] = worn["accent" if _stands_out(worn, "accent") else "ink"]
    return worn


def _stands_out(worn: Mapping[str, str], name: str) -> bool:
    return all(contrast(worn[name], worn[ground]) >= LEAST for ground in _GROUNDS)


def _variables(worn: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in worn.items())


@cache
def _rules() -> str:
    return files(__package__).joinpath("unsubscribe.css").read_text("utf-8")
