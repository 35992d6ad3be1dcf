"""Workers: other machines that help to send an issue, through Procrastinate's queue.

A job says no more than "help with this issue until nobody waits". Who has been written
to stands in the ledger's rows alone: a job that is lost, doubled or run again after a
crash sends nothing twice, and the queue can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyhouse.model.record import IssueId
from storyhouse.refusing import RefusedError
from storyhouse.sending.postgres_ledger import PostgresLedger, open_ledger
from storyhouse.sending.postgres_session import Session, answered, connect
from storyhouse.sending.recipients import Recipient

if TYPE_CHECKING:
    import procrastinate
    from procrastinate.jobs import Job

#: Sends what waits of an issue, as a worker with a name; returns when nothing does.
SendWaiting = Callable[[PostgresLedger, IssueId, str], None]
#: Says what happens: a key of `letter_work`, and its facts.
Tell = Callable[..., None]

#: So many can help with an issue at once; a job too many ends at once.
_JOBS = 16
_SCHEMA, _QUEUE = "storyhouse_queue", "letters"
_MAKING = 0x7175657565  # as in postgres_session: two that meet no queue
_LONGEST = 600  # seconds between two tries to send what does not get through


class StillWaitingError(Exception):
    """Not everything got through: the job is to be done again after a while."""


def ask_for_help(dsn: str, issue: IssueId) -> None:
    """Let every worker know that letters of an issue wait.

    Asking twice does no harm: a job that waits already is not put there again.

    Raises:
        RefusedError: if the database does not answer, or is not to be used so.
    """
    make_queue(dsn)
    from procrastinate.exceptions import AlreadyEnqueued  # noqa: PLC0415

    app = _app(dsn, 1)
    with _answered(dsn), app.open():
        for number in range(_JOBS):
            job = app.configure_task(
                "help", queue=_QUEUE, queueing_lock=f"{issue} {number}"
            )
            try:
                job.defer(issue=issue)
            except AlreadyEnqueued:
                continue


def work(
    dsn: str, send: SendWaiting, tell: Tell, *, concurrency: int = 1, once: bool = False
) -> None:
    """Help with every issue for which help is asked, until the process is told to stop.

    Told to stop, it sends what it has claimed, and leaves the rest to others.

    Args:
        dsn: the database.
        send: what sends.
        tell: is told what happens.
        concurrency: with how many issues at a time.
        once: stop when there is nothing to help with.

    Raises:
        RefusedError: if the database does not answer, or is not to be used so.
    """
    open_ledger(dsn).close()
    make_queue(dsn)
    look_after(dsn)
    app = _app(dsn, concurrency + 3)

    @app.task(name="help", pass_context=True, retry=_patience())
    def _help(context: procrastinate.JobContext, issue: str) -> None:
        _Help(dsn, send, tell, context.should_abort)(IssueId(issue))

    @app.periodic(cron="* * * * *")
    @app.task(name="look", queue=_QUEUE, queueing_lock="look", pass_context=True)
    async def _look(context: procrastinate.JobContext, timestamp: int) -> None:
        del timestamp
        manager = context.app.job_manager
        for job in await manager.get_stalled_jobs():
            await manager.retry_job(job)
        with suppress(RefusedError):  # the next minute will do
            look_after(dsn)

    tell("ready")
    with _answered(dsn):
        app.run_worker(
            queues=[_QUEUE],
            name=_own_name(),
            concurrency=concurrency,
            wait=not once,
            shutdown_graceful_timeout=0.1,  # then `should_abort` says so
            delete_jobs="always",
        )


@dataclass(frozen=True, slots=True)
class _Help:
    """One job."""

    dsn: str
    send: SendWaiting
    tell: Tell
    stops: Callable[[], bool]

    def __call__(self, issue: IssueId) -> None:
        """Help until nobody waits, or this process is to end."""
        from procrastinate.exceptions import JobAborted  # noqa: PLC0415

        with closing(_Stoppable(Session(self.dsn), stops=self.stops)) as ledger:
            ledger.give_up(issue)
            if ledger.waiting(issue):
                self._send(ledger, issue)
            waiting = ledger.waiting(issue)
        if waiting and self.stops():
            raise JobAborted  # and is done again, by others
        if waiting:
            self.tell("again", issue=issue, waiting=waiting)
            raise StillWaitingError

    def _send(self, ledger: _Stoppable, issue: IssueId) -> None:
        self.tell("begun", issue=issue)
        try:
            self.send(ledger, issue, _own_name())
        except RefusedError as refused:
            self.tell("failed", issue=issue, refused=refused)
            raise
        self.tell("done", issue=issue)


@dataclass(slots=True)
class _Stoppable(PostgresLedger):
    """A ledger that gives nothing more out once its worker is to stop."""

    stops: Callable[[], bool] = bool

    def claim(
        self, issue: IssueId, worker: str, most: int, hands: int = 1
    ) -> Sequence[Recipient]:
        """As the ledger's own."""
        if self.stops():
            return ()
        return PostgresLedger.claim(self, issue, worker, most, hands)


def look_after(dsn: str) -> None:
    """Make uncertain what dead workers left, of every issue."""
    with closing(open_ledger(dsn)) as ledger:
        for issue in ledger.under_way():
            ledger.give_up(issue)


def make_queue(dsn: str) -> None:
    """Make the queue's tables where there are none; refuse those of another version."""
    try:
        from procrastinate.schema import SchemaManager  # noqa: PLC0415
    except ImportError:
        raise RefusedError("postgresql.refused.not-installed") from None
    tables = SchemaManager.get_schema()
    mark = hashlib.sha256(tables.encode()).hexdigest()
    asked = (
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace "
        "WHERE nspname = %s"
    )
    with connect(dsn) as connection, answered(dsn), connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_MAKING])
        found = connection.execute(asked, [_SCHEMA]).fetchone()
        if found is None:
            connection.execute(f"CREATE SCHEMA {_SCHEMA}")
            connection.execute(f"SET LOCAL search_path = {_SCHEMA}")
            connection.execute(tables)
            connection.execute(f"COMMENT ON SCHEMA {_SCHEMA} IS '{mark}'")
        elif found != (mark,):
            raise RefusedError("postgresql.refused.other-queue")


def _app(dsn: str, connections: int) -> procrastinate.App:
    import procrastinate  # noqa: PLC0415

    connector = procrastinate.PsycopgConnector(
        conninfo=dsn,
        kwargs={"options": f"-c search_path={_SCHEMA}"},
        min_size=1,
        max_size=connections,
    )
    return procrastinate.App(connector=connector)


@contextmanager
def _answered(dsn: str) -> Iterator[None]:
    """As `answered`, of what the engine says."""
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415

    with answered(dsn):
        try:
            yield
        except ConnectorException as error:
            raise error.__cause__ or error from None


def _patience() -> procrastinate.BaseRetryStrategy:
    from procrastinate import BaseRetryStrategy, RetryDecision  # noqa: PLC0415
    from procrastinate.exceptions import JobAborted  # noqa: PLC0415

    class Patience(BaseRetryStrategy):
        """Again and again, less and less often: a mail server may be away for hours."""

        def get_retry_decision(
            self, *, exception: BaseException, job: Job
        ) -> RetryDecision:
            stopped = isinstance(exception, JobAborted)
            wait = 0 if stopped else min(5 * 2 ** min(job.attempts, 10), _LONGEST)
            return RetryDecision(retry_in={"seconds": wait})

    return Patience()


def _own_name() -> str:
    return f"{socket.gethostname()} {os.getpid()}"
