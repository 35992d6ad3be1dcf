"""A letter's HTML in light and in dark, whatever the owner's own screen is set to."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import unquote

_DARK = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_SCHEME = re.compile(r"color-scheme:\s*light dark")
_META = re.compile(r'(<meta name="(?:supported-)?color-schemes?" content=")light dark"')
_PICTURE = re.compile(r'(<img\b[^>]*?\s)src="([^"]*)"')
_HEAD = re.compile(r"<head[^>]*>")
#: A letter runs nothing, fetches nothing, and its links open beside the preview.
_GUARD = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "img-src 'self' file:; style-src 'unsafe-inline'\">"
    '<base target="_blank">'
)


def look(markup: str, picture: Callable[[str], str | None], *, dark: bool) -> str:
    """The letter as one look shows it.

    Args:
        markup: the letter's HTML.
        picture: from a picture's address to the file that stands for it here; None for
            one that is not there, whose text is shown then.
        dark: whether its rules for a dark screen hold.
    """
    scheme = "dark" if dark else "light"
    made = _DARK.sub("@media all" if dark else "@media not all", markup)
    made = _META.sub(rf'\1{scheme}"', _SCHEME.sub(f"color-scheme: {scheme}", made))

    def shown(found: re.Match[str]) -> str:
        file = picture(html.unescape(found[2]))
        return f'{found[1]}src="{html.escape(file)}"' if file else found[1].rstrip()

    made = _PICTURE.sub(shown, made)
    return _HEAD.sub(lambda head: head[0] + _GUARD, made, count=1)


def path_on_site(site: str, address: str) -> PurePosixPath | None:
    """Where in `out/site` an address of the shop's leads; None for any other."""
    if not address.startswith(f"{site}/"):
        return None
    written = re.split(r"[?#]", address[len(site) + 1 :], maxsplit=1)[0]
    path = PurePosixPath(unquote(written))
    inside = not path.is_absolute() and ".." not in path.parts
    return path if inside and written else None
