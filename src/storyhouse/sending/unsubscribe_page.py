"""What a reader sees who wants no more letters: one small page, in the shop's words."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from urllib.parse import quote

from storyhouse.reading.located_yaml import read_yaml
from storyhouse.reading.unreadable import UnreadableError
from storyhouse.sending.unsubscribe_look import style_of
from storyhouse.words import Words, words_for

_SHOP = Path("content/shop.yml")
#: What the form says is what RFC 8058 has a mail program say.
_BUTTON = (
    '<form method="post">'
    '<input type="hidden" name="List-Unsubscribe" value="One-Click">'
    "<button>{label}</button></form>"
)
#: Whose pages have the button.
_WITH_BUTTON = frozenset({"ask", "empty"})
#: Whose readers have nothing left to write about.
_SETTLED = frozenset({"done", "test"})
#: What follows the text of some pages.
_LAST = {"ask": "stay", "done": "thanks"}


@dataclass(frozen=True, slots=True)
class Sign:
    """What the page says of the shop; nothing of it need be known."""

    name: str = ""
    address: str = ""  # where a person reads
    language: str = "en"
    style: str = ""  # the page's style sheet

    @classmethod
    def of(cls, root: Path) -> Sign:
        """The shop of a folder; whoever wants out is let out of a broken one, too."""
        try:
            text = (root / _SHOP).read_text("utf-8-sig")
            shop = read_yaml(text, _SHOP).data
        except (OSError, UnicodeDecodeError, UnreadableError):
            shop = None
        if not isinstance(shop, dict):
            return cls(style=style_of(root))
        mailing, contact = _table(shop, "newsletter"), _table(shop, "contact")
        reached = mailing.get("reply_to") or mailing.get("from") or contact.get("email")
        language = shop.get("language") or "en"
        return cls(
            name=str(shop.get("name") or ""),
            address=str(reached or ""),
            language=str(language),
            style=style_of(root, shop.get("theme") or "hearth", shop.get("look")),
        )


def _table(of: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = of.get(key)
    return value if isinstance(value, dict) else {}


def page(sign: Sign, kind: str) -> bytes:
    """One of the pages of `words/LANGUAGE/unsubscribe.yml`."""
    words = words_for(sign.language)
    shop = sign.name or words.say("unsubscribe.this-shop")
    heading = words.say(f"unsubscribe.{kind}.heading")
    body = [f"<p>{_told(words, f'{kind}.text', shop=shop)}</p>"]
    if kind in _WITH_BUTTON:
        body.append(_BUTTON.format(label=_told(words, "ask.button")))
    if last := _LAST.get(kind):
        body.append(f'<p class="small">{_told(words, f"{kind}.{last}")}</p>')
    if kind not in _SETTLED and sign.address:
        body.append(f'<p class="small">{_write(words, sign.address)}</p>')
    made = _template().substitute(
        language="ko" if words.language == "ko" else "en",
        title=html.escape(f"{heading} · {sign.name}" if sign.name else heading),
        style=sign.style,
        shop=html.escape(sign.name),
        heading=html.escape(heading),
        body="\n".join(body),
    )
    return made.encode("utf-8", "replace")


def _told(words: Words, key: str, **facts: str) -> str:
    return html.escape(words.say(f"unsubscribe.{key}", **facts))


def _write(words: Words, address: str) -> str:
    said = _told(words, "write", address=address)
    link = f'<a href="mailto:{quote(address, safe="@+")}">{html.escape(address)}</a>'
    return said.replace(html.escape(address), link)


def style_hash(sign: Sign) -> str:
    """What a Content-Security-Policy calls the page's only style."""
    digest = hashlib.sha256(sign.style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _template() -> Template:
    return Template(files(__package__).joinpath("unsubscribe.html").read_text("utf-8"))
