"""What somebody wrote above, below or between what they answer to.

Line by line and in our own patterns: mail-parser-reply 1.36 drops all that stands
behind a line that begins with "감사합니다.", does not know "님이 작성:", and needs four
times as long for twice the text.
"""

from __future__ import annotations

import re

from storyhouse.inbox.signed import unsigned

_LONGEST = 20_000
_LONGEST_LINE = 400
#: "On Wed, 25 Nov 2026, the shop wrote:", as mail programs put it above a quote.
_WROTE = re.compile(
    r"On .{6,300}\bwrote ?:"
    r"|\d{4}[년.\-/].{3,300}(?:님이|님께서|이\(가\)|이|가)? ?"
    r"(?:작성(?:하였습니다|함)?|쓴 글|썼습니다) ?[:：]"
    r"|.{3,300}님이 (?:작성|쓴 글|작성한 메시지) ?[:：]"
)
_BEGINS = re.compile(r"On |\d{4}[년.\-/]")
#: Above the whole of the other mail, which goes on to the end.
_ORIGINAL = re.compile(
    r"[-_=* \[<]{3,}(?:Original Message|Forwarded message|Original Mail"
    r"|원본 메일|원본 메시지|원문|받은 메일 내용|전달된 메일)[-_=* \]>]{3,}|_{20,}",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"[*\s]*(?:From|Sent|To|Subject|Date|Cc|보낸 ?사람|보낸 ?날짜|받는 ?사람|받은 ?날짜"
    r"|날짜|제목|참조)[*\s]*[:：]",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"--|__|—")
_SENT_FROM = re.compile(
    r"(?:Sent from (?:my )?|Get Outlook for |Sent via )[\w <>:/.()-]{2,80}"
    r"|.{2,40}에서 (?:보냄|보낸 메일|보낸 메일입니다)\.?"
    r"|.{2,30}용 Outlook(?: 다운로드| 받기)?.{0,80}|네이버 메일 앱에서 .{0,40}",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """The words of the one who writes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = [line.strip() for line in text[:_LONGEST].split("\n")]
    kept, at = list[str](), 0
    while at < len(lines):
        if _ends(lines, at):
            break
        wrote = _wrote(lines, at)
        if wrote and not _quoted(lines, at + wrote):
            break  # not marked as quoted: nobody can tell where it stops
        if not wrote and not lines[at].startswith(">"):
            kept.append(lines[at])
        at += wrote or 1
    return _without_end("\n".join(kept))


def _ends(lines: list[str], at: int) -> bool:
    """Whether the signature or the whole of another mail begins here."""
    line = lines[at][:_LONGEST_LINE]
    if _SIGNATURE.fullmatch(line) or _ORIGINAL.fullmatch(line):
        return True
    following = [line for line in lines[at : at + 6] if line][:4]
    fields = sum(bool(_FIELD.match(f[:_LONGEST_LINE])) for f in following)
    return bool(_FIELD.match(line)) and fields >= 3


def _wrote(lines: list[str], at: int) -> int:
    """How many lines name whose words follow: none, one, or two where it was broken."""
    # A line of their own may stand above: only one that begins as such is broken.
    for many in (1, 2) if _BEGINS.match(lines[at]) else (1,):
        said = " ".join(lines[at : at + many])
        if len(said) <= _LONGEST_LINE and _WROTE.fullmatch(said):
            return many
    return 0


def _quoted(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at:] if line), "")
    return following.startswith(">")


def _without_end(text: str) -> str:
    """Without what a telephone adds below, and without the name there."""
    lines = text.strip().split("\n")
    while lines and (not lines[-1] or _SENT_FROM.fullmatch(lines[-1][:_LONGEST_LINE])):
        lines.pop()
    return unsigned(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())
