"""The files of `private/`, from the shop's folder; none is published or committed."""

from __future__ import annotations

from pathlib import Path

PRIVATE = Path("private")
SUBSCRIBERS = PRIVATE / "subscribers.csv"
#: Who is never to be written to, by their `SubscriberId`; outlives every import.
SUPPRESSED = PRIVATE / "suppressed.csv"
#: What makes ids and tokens ours. Without it, nobody on `SUPPRESSED` is known again.
SECRET = PRIVATE / "secret.key"
#: Answers to letters that the owner has not done with: a file each, `DAY-KEY.yml`.
ANSWERS = PRIVATE / "answers"
