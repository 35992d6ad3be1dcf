"""Mails that came back, with the ids and tokens that a shop's own letters have."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storyhouse.inbox.arrived import Arrived, in_file
from storyhouse.inbox.letters import Letters
from storyhouse.inbox.memory import memory
from storyhouse.inbox.round import Report, Round
from storyhouse.letters.envelope import Envelope, envelope
from storyhouse.sending.recipients import message_key
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import suppressed
from storyhouse.subscribing.tokens import token
from tests.shop import Shop

GOLDEN = Path(__file__).parents[1] / "golden" / "inbox"
MAILS = sorted((GOLDEN / "mails").glob("*.eml"))
_FIELD = re.compile(r"\{\{(\w+)(?::([^}]+))?\}\}")
LIST = """\
email,name,first_name,person,status
gone@reader.example,,,,active
moved@office.example,,,,active
full@big-mail.example,,,,active
blocked@big-mail.example,,,,active
slow@big-mail.example,,,,active
bbang@portal.example,,,,active
oldest@old.example,,,,active
loyal@reader.example,,,,active
asker@reader.example,,,haeseong,active
cross@big-mail.example,,,,active
token@reader.example,,,,active
nari@portal.example,,,,active
html@reader.example,,,,active
"""


@dataclass(frozen=True, slots=True)
class Box:
    """A shop with a list, and what comes back to it."""

    shop: Shop

    @classmethod
    def of(cls, shop: Shop) -> Box:
        """Give a shop its list and its secret."""
        shop.write("private/subscribers.csv", LIST)
        secret_of(shop.root)
        return cls(shop)

    @property
    def root(self) -> Path:
        """The shop's folder."""
        return self.shop.root

    @property
    def outside(self) -> Envelope:
        """The envelope of the shop's only letter."""
        house = self.shop.house()
        return envelope(house, next(iter(house.issues.values())))

    def filled(self, path: Path) -> bytes:
        """A golden mail, as it would come back to this shop."""
        secret, outside = secret_of(self.root), self.outside
        issue = next(iter(self.shop.house().issues.values()))

        def value(match: re.Match[str]) -> str:
            to = match[2] or ""
            who = secret.id_of(to)
            return {
                "id": outside.message_id(message_key(secret, outside, who)),
                "token": token(secret, who),
                "subject": issue.subject,
            }[match[1]]

        return _FIELD.sub(value, path.read_text("utf-8")).encode()

    def mbox(self, *paths: Path) -> Path:
        """An mbox file that holds some mails."""
        file = self.root / "private" / "returned.mbox"
        box = mailbox.mbox(file)
        for path in paths:
            box.add(self.filled(path))
        box.close()
        return file

    def read(self, file: Path, *, dry: bool = False) -> Report:
        """Read a file of mails, and do what it wants."""
        return self.read_all(in_file(file), dry=dry)

    def read_all(self, arrived: Iterator[Arrived], *, dry: bool = False) -> Report:
        """Read mails, and do what they want."""
        letters = Letters(self.root, self.shop.house(), secret_of(self.root))
        with memory(self.root, dry=dry) as known:
            return Round(letters, known, dry=dry).through(lambda _knows: arrived)

    def gone(self) -> dict[str, str]:
        """Who of the list gets no letters, and why."""
        secret, gone = secret_of(self.root), suppressed(self.root)
        addresses = [line.partition(",")[0] for line in LIST.splitlines()[1:]]
        by_id = {secret.id_of(a): a for a in addresses}
        return {by_id.get(who, "?"): str(g.why) for who, g in gone.items()}

    def everything(self) -> dict[str, bytes]:
        """Every file of the shop but its lock files."""
        files = (f for f in sorted(self.root.rglob("*")) if f.is_file())
        return {str(f): f.read_bytes() for f in files if f.suffix != ".lock"}
