"""What SpamAssassin says of a letter, where it is installed: the one that knows it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.preflight.seen import Seen

#: Where most filters refuse, and where one more rule would do.
REFUSED, NEAR = 5.0, 2.0
_SECONDS = 60
_STATUS = re.compile(
    r"^X-Spam-Status:.*?score=(?P<score>-?[\d.]+).*?tests=(?P<rules>.*?)\s+\w+=",
    re.MULTILINE | re.DOTALL,
)
#: What it says of every letter that came through no server.
_OF_NO_LETTER = frozenset({"NO_RELAYS", "NO_RECEIVED", "none"})


@dataclass(frozen=True, slots=True)
class Score:
    """How suspicious a letter is, and the rules that say so."""

    points: float
    rules: tuple[str, ...]


def score_of(mail: bytes) -> Score | None:
    """SpamAssassin's score, without asking anybody in the net; None without it."""
    program = shutil.which("spamassassin")
    if program is None:
        return None
    try:
        ran = subprocess.run(  # noqa: S603 (found on the path; no word of a shop's)
            [program, "-L", "-t"],
            input=mail,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read(ran.stdout.decode(errors="replace"))


def read(answer: str) -> Score | None:
    """The score in what it answers."""
    said = _STATUS.search(answer)
    if said is None:
        return None
    rules = (rule for rule in re.split(r"[,\s]+", said["rules"]) if rule)
    told = tuple(rule for rule in rules if rule not in _OF_NO_LETTER)
    return Score(float(said["score"]), told)


def check(seen: Seen, score: Score | None) -> Iterator[Diagnostic]:
    """A score that would land a letter among the spam, or nearly."""
    if score is None or score.points < NEAR:
        return
    severity = Severity.ERROR if score.points >= REFUSED else Severity.WARNING
    yield seen.found(
        "mail/spam",
        severity=severity,
        score=f"{score.points:.1f}",
        rules=", ".join(score.rules),
    )
