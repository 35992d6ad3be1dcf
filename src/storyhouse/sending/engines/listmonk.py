"""listmonk: `POST /api/campaigns`, and its subscribers as a file to import.

Sources: listmonk.app/docs, API / Campaigns, API / Import, Templating. A campaign's body
and its text are both Go's `html/template`, which takes comments out of HTML, writes `<`
of a text as a reference, and escapes what it fills in by where it stands: `Safe` keeps
each as it is. Subjects are `text/template`. `https://…@TrackLink` is a shorthand there.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import Letter
from storyhouse.model.issues import Issue
from storyhouse.model.record import IssueId
from storyhouse.prose.fields import MergeField, Repeated, filled
from storyhouse.sending.engines.kept import (
    is_address,
    kept_of,
    key_of,
    otherwise,
    repeated,
)
from storyhouse.sending.engines.shape import (
    UNSUBSCRIBE,
    Handing,
    Kind,
    Named,
    as_json,
    compact,
    written_for,
)
from storyhouse.sending.recipients import Recipient
from storyhouse.subscribing.formulas import neutral

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BEGINS = re.compile(r"\{(?=\{|\Z)")
_TRACK = re.compile(r"@(?=TrackLink)")
_IN_SUBJECT = re.compile(rf"\{{|{_TRACK.pattern}")
_IN_TEXT = re.compile(rf"{_IN_SUBJECT.pattern}|<")


class GoTemplate:
    """`{{ or (index .Subscriber.Attribs "first_name") "friend" }}`."""

    def __init__(self, issue: IssueId) -> None:
        self._issue = issue

    def literal(self, text: str, kind: Kind) -> str:
        """An author's text: in HTML with references, elsewhere as Go's own texts."""
        if kind is Kind.SUBJECT:
            return _IN_SUBJECT.sub(lambda m: _tag(_quoted(m[0])), text)
        if kind is Kind.TEXT:
            return _IN_TEXT.sub(lambda m: _safe(m[0]), text)
        made, end = [], 0
        for comment in _COMMENT.finditer(text):
            made += [_in_html(text[end : comment.start()]), _safe(comment[0])]
            end = comment.end()
        return "".join([*made, _in_html(text[end:])])

    def field(self, merge: MergeField, kind: Kind) -> str:
        """What is kept of the subscriber, or the words for when nothing is."""
        if merge.name == UNSUBSCRIBE:
            return "{{ UnsubscribeURL }}"
        if is_address(merge):
            value = ".Subscriber.Email"
        else:
            value = f"index .Subscriber.Attribs {_quoted(key_of(merge))}"
        chosen = f"or ({value}) {_quoted(otherwise(merge))}"
        # `print` makes a text of whatever the list holds, as `Safe` takes nothing else.
        return _tag(f"Safe (print ({chosen}))" if kind is Kind.TEXT else chosen)

    def part(self, part: Repeated, kind: Kind) -> str:
        """The part as it was written for this subscriber, for this letter alone."""
        key = _quoted(part_key(self._issue, part, kind))
        return _tag(f'Safe (print (or (index .Subscriber.Attribs {key}) ""))')


def part_key(issue: IssueId, part: Repeated, kind: Kind) -> str:
    """The letter is in the key: what is left of an older one is not read in a newer."""
    return f"storyhouse {issue} {part.name} {kind}"


def _tag(inside: str) -> str:
    return f"{{{{ {inside} }}}}"


def _safe(text: str) -> str:
    return _tag(f"Safe {_quoted(text)}")


def _quoted(text: str) -> str:
    """A text as Go writes it; JSON's escapes are all Go's, too."""
    return _TRACK.sub(r"\\u0040", json.dumps(text, ensure_ascii=False))


def _in_html(text: str) -> str:
    return _TRACK.sub("&#64;", _BEGINS.sub("&#123;", text))


def campaign_name(issue: IssueId) -> str:
    """By which a campaign is found again."""
    return f"storyhouse: {issue}"


def campaign(handing: Handing) -> dict[str, object]:
    """The body of the call; the campaign that it makes is a draft."""
    letter, syntax = handing.letter, GoTemplate(handing.issue.id)
    envelope = letter.envelope
    made: dict[str, object] = {
        "name": campaign_name(handing.issue.id),
        "subject": written_for(letter, syntax, Kind.SUBJECT),
        "lists": list(handing.lists),
        "from_email": handing.sender,
        "type": "regular",
        "content_type": "html",
        "messenger": "email",
        "body": written_for(letter, syntax, Kind.HTML),
        "altbody": written_for(letter, syntax, Kind.TEXT),
        "tags": ["storyhouse"],
        "headers": [{"Reply-To": envelope.reply_to}, {"List-Id": handing.list_id}],
    }
    return made | ({"template_id": handing.template} if handing.template else {})


def files(handing: Handing) -> Iterator[Named]:
    """`payload.json`, and the subscribers twice: as listmonk imports them, and JSON."""
    call = campaign(handing)
    yield "letter.html", str(call["body"]).encode()
    yield "letter.txt", str(call["altbody"]).encode()
    yield "payload.json", as_json(call)
    people = [subscriber(handing, r) for r in handing.recipients]
    yield "recipients.json", as_json(people)
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(["email", "name", "attributes"])
    for who in people:
        rows.writerow(
            [who["email"], neutral(str(who["name"])), compact(who["attribs"])]
        )
    yield "recipients.csv", out.getvalue().encode()


def subscriber(handing: Handing, recipient: Recipient) -> dict[str, object]:
    """One recipient as listmonk keeps them."""
    values, letter = recipient.values, handing.letter
    attribs: dict[str, str] = {**kept_of(letter, recipient)}
    for part, kind in _parts(letter):
        made = filled((part,), values, kind.escape, recipient.parts)
        if made:
            attribs[part_key(handing.issue.id, part, kind)] = made
    name = values.get("name") or values.get("first_name", "")
    return {"email": recipient.address, "name": name, "attribs": attribs}


def _parts(letter: Letter) -> Iterator[tuple[Repeated, Kind]]:
    in_html = {s for s in letter.html if isinstance(s, Repeated)}
    for part in repeated(letter):
        yield part, Kind.HTML if part in in_html else Kind.TEXT


def refused(issue: Issue, letter: Letter) -> Iterator[Diagnostic]:
    """Nothing: Go's templates can ask for any key."""
    del issue, letter
    yield from ()
