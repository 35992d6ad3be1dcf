"""The theme's tokens as CSS variables, light and dark."""

from __future__ import annotations

from collections.abc import Mapping

from storyhouse.model.theme import Theme

_DARK = "dark-"


def token_css(theme: Theme) -> str:
    """Light by default; dark where the reader's system or own choice says so."""
    light = {k: v for k, v in theme.tokens.items() if not k.startswith(_DARK)}
    dark = {
        k.removeprefix(_DARK): v for k, v in theme.tokens.items() if k.startswith(_DARK)
    }
    return (
        f":root{{color-scheme:light;{_variables(light)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-look=light])"
        f"{{color-scheme:dark;{_variables(dark)}}}}}\n"
        f":root[data-look=dark]{{color-scheme:dark;{_variables(dark)}}}\n"
    )


def _variables(tokens: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in tokens.items())
