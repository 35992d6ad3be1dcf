"""What a service makes of what it is given, as far as its pages tell.

listmonk's Go templates and Buttondown's Django are not to be had here, so their few
constructs that an export may hold are read strictly: any other is an error.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

from storyhouse.sending.engines.shape import Kind

_TAG = re.compile(r'\{\{((?:"(?:\\.|[^"\\])*"|[^"{}])*?)\}\}')
_KEPT = re.compile(r'or \((.*?)\) ("(?:\\.|[^"\\])*")')
_TRACK = re.compile(r"(https?://[^\s\"<>]*?)@TrackLink")
_FILTERED = re.compile(r' (\S+?)\|default:"((?:\\.|[^"\\])*)"\|force_escape ')


def listmonk(template: str, who: Mapping[str, object], out: str, kind: Kind) -> str:
    """A body or a text (`html/template` both), or a subject (`text/template`)."""
    assert not _TRACK.search(template), "a link would be tracked"
    made, end = [], 0
    for tag in _TAG.finditer(template):
        made += [
            _go_text(template[end : tag.start()], kind),
            _go(tag[1], who, out, kind),
        ]
        end = tag.end()
    return "".join([*made, _go_text(template[end:], kind)])


def _go_text(text: str, kind: Kind) -> str:
    assert "{{" not in text
    if kind is Kind.SUBJECT:
        return text
    if kind is Kind.TEXT:
        assert "<" not in text, "html/template would write it as a reference"
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def _go(inside: str, who: Mapping[str, object], out: str, kind: Kind) -> str:
    page = kind is Kind.HTML
    words = inside.strip()
    if words == "UnsubscribeURL":
        return html.escape(out) if page else out
    safe = words.startswith("Safe ")
    words = words.removeprefix("Safe ")
    if words.startswith('"'):
        value = json.loads(words)
    else:
        if safe:
            assert words.startswith("(print (")
            assert words.endswith("))")
            words = words.removeprefix("(print (").removesuffix("))")
        chosen = _KEPT.fullmatch(words)
        assert chosen, words
        value = _kept(chosen[1], who) or json.loads(chosen[2])
    assert safe or kind is not Kind.TEXT, "html/template would escape it"
    return html.escape(str(value)) if page and not safe else str(value)


def _kept(expression: str, who: Mapping[str, object]) -> str:
    if expression == ".Subscriber.Email":
        return str(who["email"])
    named = re.fullmatch(r"index \.Subscriber\.Attribs (.*)", expression)
    assert named, expression
    attribs = who["attribs"]
    assert isinstance(attribs, dict)
    return str(attribs.get(json.loads(named[1]), ""))


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
        "&#39;": "&#x27;",
        "&#10;": "\n",
    }.items():
        text = text.replace(reference, sign)
    return text
