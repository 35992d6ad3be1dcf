"""A short letter in Korean, to be sent to everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from bench.shop import write_shop
from bench.tales import TODAY, tales
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.opening import Opened, open_issue
from storyhouse.sending.recipients import Recipient

NAMES = 3_000  # how many given names a country has, more or less
_ID = "2026-11-gamja"
_FRONT = {
    "subject": "{first_name|단골}님, 감자를 캤습니다",
    "preheader": "비가 그치고 나서야",
    "date": "2026-11-02 09:00",
    "language": "ko",
    "question": "올해는 어떤 감자를 드시고 싶으세요?",
    "commercial": {"is": False, "because": "파는 것이 없습니다."},
    "status": "ready",
}
_TEXT = """{first_name|단골}님, 안녕하세요.

비가 오래 와서 감자를 늦게 캤습니다. 흙이 마르기를 기다리는 동안 창고를 치우고, 작년에
적어 둔 수첩을 다시 읽었습니다. 여러분이 물으신 것이 거기 다 있었습니다.

작은 것은 조림으로, 큰 것은 그냥 쪄서 드시면 됩니다. 껍질이 얇아 벗기지 않아도 됩니다.
"""


def write_letter(root: Path) -> Opened:
    """A shop with one short Korean letter, and the letter."""
    write_shop(root, tales(8))
    front = "\n".join(f"{key}: {json.dumps(it)}" for key, it in _FRONT.items())
    path = root / "newsletters" / f"{_ID}.md"
    path.write_text(f"---\n{front}\n---\n\n{_TEXT}", "utf-8")
    return open_issue(root, _ID, TODAY)


def people(letters: int) -> Iterator[Recipient]:
    """Invented readers."""
    for n in range(letters):
        name, out = f"민지{n % NAMES}", f"https://bench.example/out?token={n:043}"
        values = {
            "first_name": name,
            "name": f"김 {name}",
            "message_key": f"{n:016x}",
            "unsubscribe_url": out,
            "view_url": "https://bench.example/letters/2026-11-gamja/",
        }
        yield Recipient(SubscriberId(f"{n:032x}"), f"r{n}@reader.example", values)
