"""What a service makes of what it is given, as far as its pages tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.template import Context, Engine


def buttondown(
    template: str, who: Mapping[str, object], out: str, *, escapes: bool
) -> str:
    """A body, by Django itself; nobody says whether Buttondown has it escape."""
    kept = {"email": who["email_address"], "metadata": who["metadata"]}
    given = {"subscriber": kept, "unsubscribe_url": out}
    made = Engine().from_string(template)
    return str(made.render(Context(given, autoescape=escapes)))


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
