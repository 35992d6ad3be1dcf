"""How other programs write their fields; none of them is filled here."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: *|FNAME|*, *|FNAME:friend|*, *|IF:FNAME|*: Mailchimp.
_STARRED = re.compile(r"\*\|[A-Z][A-Z0-9_]{1,40}(?::[^|*\n]{0,60})?\|\*")
_FOREIGN = re.compile(
    r"\{\{[^{}\n]{1,60}\}\}"  # {{ first_name }}: listmonk, Postmark, Mustache
    r"|\{%[^{}\n]{1,60}%\}"  # Jinja, Liquid
    rf"|{_STARRED.pattern}"
    r"|\$%[^%$\n]{1,30}%\$"  # $%name%$: Stibee
    r"|%%[A-Za-z_]{2,40}%%"
    # %name%, %recipient.name%, %recipient_name%: Mailgun, ActiveCampaign
    r"|(?<![\w%])%[A-Za-z_][A-Za-z0-9_]*(?:[.-][A-Za-z0-9_]+)*%(?!\w)"
    r"|\[\[[A-Za-z_]{2,40}\]\]|\[(?:FIRST|LAST)[ _]?NAME\]|\$\{[^{}\n]{1,60}\}"
    r"|\{\$[A-Za-z_][^{}\n]{0,40}\}"  # {$name}: MailerLite
    r"|\[\$[^\[\]\n]{1,30}\$\]|#\{[^{}\n]{1,40}\}"  # [$name$]: Stibee; #{name}: Kakao
    r"|(?<!\{)\{(?P<bare>[^\W\d_]\w{1,30})\}(?!\})"
)


def foreign_in(text: str) -> Iterator[tuple[str, str]]:
    """Each field of a text as it is written; its name, if braces hold nothing else."""
    for found in _FOREIGN.finditer(text):
        yield found[0], found["bare"] or ""


def starred_in(markdown: str) -> Iterator[str]:
    """The fields whose stars Markdown takes for emphasis: no reader sees these."""
    yield from _STARRED.findall(markdown)


def without_foreign(text: str) -> str:
    """A text with blanks in place of such fields."""
    return _FOREIGN.sub(lambda found: " " * len(found[0]), text)
