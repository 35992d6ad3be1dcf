"""What a service makes of what it is given, as far as its pages tell.

The few constructs that an export may hold are read strictly: any other is an error.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_TAG = re.compile(r'\{\{((?:"(?:\\.|[^"\\])*"|[^"{}])*?)\}\}')
_FILTERED = re.compile(r' (\S+?)\|default:"((?:\\.|[^"\\])*)"\|force_escape ')


def buttondown(template: str, who: Mapping[str, object], out: str) -> str:
    """A body: Django's, whatever it escapes by itself."""
    made, end = [], 0
    for tag in _TAG.finditer(template):
        between = template[end : tag.start()]
        assert not re.search(r"\{[{%#]", between)
        made += [between, _django(tag[1], who, out)]
        end = tag.end()
    return "".join([*made, template[end:]])


def _django(inside: str, who: Mapping[str, object], out: str) -> str:
    if inside == " unsubscribe_url ":
        return html.escape(out)
    found = _FILTERED.fullmatch(inside)
    assert found, inside
    words = re.sub(r"\\(.)", r"\1", found[2])
    if found[1] == "subscriber.email":
        return html.escape(str(who["email_address"]))
    key = found[1].removeprefix("subscriber.metadata.")
    assert re.fullmatch(r"[A-Za-z]\w*", key)
    kept = who["metadata"]
    assert isinstance(kept, dict)
    return html.escape(str(kept.get(key) or words))


def mailgun(template: str, variables: Mapping[str, str]) -> str:
    """One pass over `%recipient.key%`; of its own variables none may be left."""
    made, end = [], 0
    for tag in re.finditer(r"%recipient\.(\w+)%", template):
        made += [_no_variable(template[end : tag.start()]), variables[tag[1]]]
        end = tag.end()
    return "".join([*made, _no_variable(template[end:])])


def _no_variable(text: str) -> str:
    assert not re.search(r"%(recipient|unsubscribe_url|mailing_list\w*)%", text)
    return text


def same(text: str) -> str:
    """References to the signs that a service would take for its own, as those signs."""
    for reference, sign in {
        "&#123;": "{",
        "&#125;": "}",
        "&#92;": "\\",
        "&#37;": "%",
        "&#64;": "@",
        "&#34;": "&quot;",  # as Go writes them
        "&#39;": "&#x27;",
        "&#43;": "+",
        "&#10;": "\n",
    }.items():
        text = text.replace(reference, sign)
    return text
