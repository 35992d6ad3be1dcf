"""A mail server of our own, on this machine only, with one mailbox."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.tools import DOVECOT

USER = "hello"
PASSWORD = "open-sesame"  # noqa: S105 (of a server that lives for a test)
_CONFIG = """\
base_dir = {root}/base
state_dir = {root}/base
log_path = {root}/log
listen = 127.0.0.1
protocols = imap
ssl = yes
ssl_cert = <{root}/cert.pem
ssl_key = <{root}/key.pem
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
mail_location = maildir:{root}/mail/%u
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {secure}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={{PLAIN}}{password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%u
}}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and the folder of its mailbox."""

    port: int
    secure: int
    folder: Path
    certificate: Path

    def deliver(self, number: int, mail: bytes) -> None:
        """Put a mail into the mailbox."""
        waiting = self.folder / "tmp" / f"{1_000_000 + number}.M1P1.host"
        waiting.write_bytes(mail)
        shutil.chown(waiting, *_owner())
        waiting.rename(self.folder / "new" / waiting.name)

    def flags(self) -> list[str]:
        """What the server keeps of each mail: its flags stand in the file's name."""
        folders = (self.folder / name for name in ("new", "cur"))
        return sorted(f.name.partition(":2,")[2] for d in folders for f in d.iterdir())


def _owner() -> tuple[str, str]:
    """Whose the mailbox is: a server refuses mailboxes of root."""
    name = "nobody" if os.geteuid() == 0 else getpass.getuser()
    return name, _group(pwd.getpwnam(name).pw_gid)


def _group(gid: int) -> str:
    import grp  # noqa: PLC0415

    return grp.getgrgid(gid).gr_name


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        for taken in (one, other):
            taken.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@contextmanager
def running(root: Path) -> Iterator[Server]:
    """The server, until it is no longer needed. The folder's path must be short."""
    folder = root / "mail" / USER
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    owner, group = _owner()
    for path in (root, *root.rglob("*")):
        shutil.chown(path, owner, group)
    key, certificate = root / "key.pem", root / "cert.pem"
    made = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    made += f" -addext subjectAltName=IP:127.0.0.1 -keyout {key} -out {certificate}"
    subprocess.run(made.split(), check=True, capture_output=True)
    port, secure = _free_ports()
    account, root_too = pwd.getpwnam(owner), os.geteuid() == 0
    config = root / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            root=root,
            port=port,
            secure=secure,
            password=PASSWORD,
            uid=account.pw_uid,
            gid=account.pw_gid,
            internal="root" if root_too else owner,
            group="root" if root_too else group,
            login=owner,
        ),
        "utf-8",
    )
    server = subprocess.Popen(
        [DOVECOT, "-F", "-c", str(config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for(port, server)
        yield Server(port, secure, folder, certificate)
    finally:
        server.terminate()
        server.communicate()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as opened:
                if opened.recv(4) == b"* OK":
                    return
        except OSError:
            pass
        if server.poll() is not None:
            break
        time.sleep(0.05)
    said = server.stdout.read() if server.poll() and server.stdout else b""
    raise AssertionError(f"no mail server: {said!r}")
