"""Real servers, each the test's own: in a new folder, on this machine only.

Nothing here starts a service of the system; what is started ends with its `with`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwnam

import psycopg

from tests.tools import POSTFIX, POSTGRESQL, SMTP_SINK

LOOPBACK = "127.0.0.1"
_PATIENCE = 30  # seconds until a server that has not come up will not


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        return int(taken.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until(
    ready: Callable[[], bool], what: str, patience: float = _PATIENCE
) -> None:
    """Wait for a server, and say which one it was that did not come."""
    end = time.monotonic() + patience
    while not ready():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@contextmanager
def folder_of(user: str | None = None) -> Iterator[Path]:
    """A new folder that belongs to a user; its path is short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="storyhouse-"))
    if user:
        shutil.chown(folder, user, user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(
    command: list[str], log: Path, end: signal.Signals = signal.SIGTERM
) -> Iterator[subprocess.Popen[bytes]]:
    """A program in the foreground; it is asked to end, and then made to."""
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)
    try:
        yield process
    finally:
        process.send_signal(end)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A cluster of our own."""

    folder: Path

    def dsn(self, database: str = "postgres") -> str:
        """How to reach one of its databases."""
        return f"host={self.folder} user=postgres dbname={database}"

    def new_database(self, name: str) -> str:
        """The DSN of an empty one."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.dsn(name)


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[PostgreSQL]:
    """A cluster on a socket in its folder; quick to start unless it is durable."""
    assert POSTGRESQL is not None
    root = os.geteuid() == 0
    # It refuses to run as root.
    became = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        if root
        else []
    )
    with folder_of("postgres" if root else None) as folder:
        made = [f"{POSTGRESQL}/initdb", "-D", f"{folder}/data", "-U", "postgres"]
        made += ["-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run([*became, *made], check=True, capture_output=True, cwd=folder)
        served = [f"{POSTGRESQL}/postgres", "-D", f"{folder}/data", "-k", str(folder)]
        served += ["-c", "listen_addresses="]
        served += [] if durable else ["-c", "fsync=off"]
        # SIGTERM would wait until nobody is connected.
        with running([*became, *served], folder / "log", signal.SIGINT):
            server = PostgreSQL(folder)
            wait_until(lambda: _lets_in(server), "PostgreSQL")
            yield server


def _lets_in(server: PostgreSQL) -> bool:
    try:
        psycopg.connect(server.dsn()).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def smtp_sink(*options: str, user: str = "postfix") -> Iterator[int]:
    """Postfix's own end of the road: takes everything at the port that is given."""
    port = free_port()
    own = ["-u", user] if os.geteuid() == 0 else []
    command = [SMTP_SINK, *own, *options, f"{LOOPBACK}:{port}", "1024"]
    with folder_of() as folder, running(command, folder / "log"):
        wait_until(lambda: answers(port), "smtp-sink")
        yield port


@dataclass(frozen=True, slots=True)
class Postfix:
    """A server of our own that hands everything on to one place."""

    port: int
    folder: Path

    @property
    def log(self) -> str:
        """What it says that it did."""
        return (self.folder / "mail.log").read_text(errors="replace")

    def waiting(self) -> int:
        """How many mails are in its queue."""
        queue = self.folder / "queue"
        names = ("maildrop", "incoming", "active", "deferred")
        return sum(p.is_file() for name in names for p in (queue / name).rglob("*"))


@contextmanager
def postfix(hands_on_to: int) -> Iterator[Postfix]:
    """An instance with its own queue and settings, which relays to a port."""
    getpwnam("postfix")
    with folder_of() as folder:
        folder.chmod(0o755)
        port = free_port()
        config = folder / "config"
        config.mkdir()
        (folder / "data").mkdir()
        shutil.chown(folder / "data", "postfix")
        (folder / "queue").mkdir()
        (config / "main.cf").write_text(_main_cf(folder, hands_on_to))
        (config / "master.cf").write_text(_MASTER_CF.format(port=port))
        command = [POSTFIX, "-c", str(config)]
        started = subprocess.run([*command, "start"], capture_output=True, check=False)
        assert started.returncode == 0, started.stderr + started.stdout
        try:
            wait_until(lambda: answers(port), "Postfix")
            yield Postfix(port, folder)
        finally:
            with suppress(subprocess.TimeoutExpired):
                subprocess.run(
                    [*command, "abort"], capture_output=True, check=False, timeout=20
                )


def _main_cf(folder: Path, hands_on_to: int) -> str:
    return f"""\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = relay.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = loopback-only
inet_protocols = ipv4
relayhost = [{LOOPBACK}]:{hands_on_to}
smtp_dns_support_level = disabled
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
default_destination_concurrency_limit = 20
smtp_tls_security_level = none
smtpd_tls_security_level = none
alias_maps =
alias_database =
local_recipient_maps =
"""


_MASTER_CF = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
