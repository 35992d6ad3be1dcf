"""A process that sends, made again and again as fast as one can be killed.

Reads lines of JSON: a folder, a port, connections. Each makes a process that sends what
waits; its number is the answer. An empty line waits for its end.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import NoReturn

from storyhouse.sending.recipients import Recipient
from storyhouse.sending.sending import Post
from storyhouse.sending.settings import Server
from storyhouse.sending.smtp import Courier
from storyhouse.sending.sqlite_ledger import open_ledger
from storyhouse.sending.wire import Wire, dotted
from tests.sending.letters import ISSUE


def _mail(recipient: Recipient) -> Wire:
    return dotted(f"To: <{recipient.address}>\r\n\r\n{'rye ' * 500}\r\n".encode())


def _send(folder: str, port: int, connections: int) -> NoReturn:
    ledger = open_ledger(Path(folder))
    ledger.begin(ISSUE, b"{}")
    ledger.give_up(ISSUE)
    server = Server(host="127.0.0.1", port=port, starttls=False)
    Post(
        ledger,
        ISSUE,
        lambda: Courier(server, "mara@slowrise.example"),
        lambda _eight: _mail,
        connections=connections,
        again=(0.01,) * 8,
        reach=(0.01,) * 8,
    ).send()
    ledger.close()
    os._exit(0)


def main() -> None:
    """Make processes, until there are no more lines."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _send(*json.loads(line))
        print(child, flush=True)  # noqa: T201 (the answer)
        sys.stdin.readline()
        print(os.waitpid(child, 0)[1], flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
