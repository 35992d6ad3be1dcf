from __future__ import annotations

import sys
import threading
from contextlib import closing

import psycopg
import pytest

from storyhouse.refusing import RefusedError
from storyhouse.sending.ledger import Outcome, State
from storyhouse.sending.postgres_ledger import open_ledger
from storyhouse.sending.recipients import Recipient
from storyhouse.words import LANGUAGES, words_for
from tests.sending.ledger_contract import (
    ISSUE,
    OTHER,
    SharedLedgerContract,
    counted,
    people,
    sent,
)
from tests.servers import PostgreSQL, free_port
from tests.tools import needs

SPOKEN = "crumb-and-crust"

pytestmark = needs("PostgreSQL")


class TestPostgresLedger(SharedLedgerContract):
    kind = "postgresql"

    @pytest.fixture
    def where(self, database: str) -> str:
        return database


def test_those_who_meet_an_empty_database_at_once_make_one_ledger(
    database: str,
) -> None:
    failed: list[BaseException] = []

    def meet() -> None:
        try:
            open_ledger(database).close()
        except BaseException as error:  # noqa: BLE001 (told below)
            failed.append(error)

    threads = [threading.Thread(target=meet) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_what_came_of_letters_is_kept_when_the_connection_breaks(database: str) -> None:
    with closing(open_ledger(database)) as ledger, closing(open_ledger(database)) as b:
        ledger.enlist(ISSUE, people(3))
        claimed = ledger.claim(ISSUE, "a", 3)
        _hang_up_on(database)
        # Somebody takes the first worker for dead, which knows better.
        b.session.close()
        assert b.give_up(ISSUE) == 3
        ledger.settle(ISSUE, sent(*claimed))
        assert counted(b) == {"sent": 3}


def test_the_owners_word_counts_more_than_a_lost_workers(database: str) -> None:
    with closing(open_ledger(database)) as ledger, closing(open_ledger(database)) as b:
        ledger.enlist(ISSUE, people(1))
        (one,) = ledger.claim(ISSUE, "a", 1)
        _hang_up_on(database)
        b.session.close()
        b.give_up(ISSUE)
        b.decide(ISSUE, [one.id], State.WAITING)
        assert [c.id for c in b.claim(ISSUE, "b", 1)] == [one.id]
        ledger.settle(ISSUE, [Outcome(one.id, State.REFUSED)])
        assert counted(b) == {"sending": 1}


def test_what_is_filled_in_is_dropped_once_it_is_sent(database: str) -> None:
    with closing(open_ledger(database)) as ledger:
        ledger.enlist(ISSUE, people(3))
        a, b = ledger.claim(ISSUE, "a", 2)
        ledger.settle(ISSUE, [*sent(a), Outcome(b.id, State.UNCERTAIN)])
    with psycopg.connect(database) as connection:
        found = connection.execute(
            "SELECT payload IS NULL FROM storyhouse.mail ORDER BY number"
        )
        assert [dropped for (dropped,) in found] == [True, False, False]


def test_keeps_any_text(database: str) -> None:
    odd = {"name": "\0 \\N \t\n\r \x7f 'x' \"y\" 지우"}
    (one,) = people(1)
    with closing(open_ledger(database)) as ledger:
        ledger.enlist(ISSUE, [Recipient(one.id, one.address, odd)])
        (claimed,) = ledger.claim(ISSUE, "a", 1)
        assert dict(claimed.values) == odd
        ledger.settle(ISSUE, [Outcome(one.id, State.REFUSED, "550 \0 no")])


def test_knows_which_issues_are_under_way(database: str) -> None:
    with closing(open_ledger(database)) as ledger:
        ledger.enlist(ISSUE, people(1))
        ledger.enlist(OTHER, people(1))
        ledger.settle(ISSUE, sent(*ledger.claim(ISSUE, "a", 1)))
        ledger.claim(OTHER, "a", 1)
        assert ledger.under_way() == [OTHER]
        assert ledger.begun(OTHER) is None


@pytest.mark.parametrize(
    "dsn",
    [
        "host=127.0.0.1 port={port} user=shop password={password} dbname=shop",
        "postgresql://shop:{password}@127.0.0.1:{port}/shop",
        "postgresql://shop:{password}@127.0.0.1:{port}/shop?nonsense=1",
        "postgresql://shop:{password}@[127.0.0.1/shop",
        "host=127.0.0.1 user=shop pass word={password}",
        "shop:{password}@127.0.0.1",
        "host=127.0.0.1 port={password}",
        "postgresql://shop:12/{password}@127.0.0.1:{port}/shop",
        "postgresql://shop:12@{password}@127.0.0.1:{port}/shop",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_holds_a_password(dsn: str, language: str) -> None:
    written = dsn.format(port=free_port(), password=SPOKEN)
    with pytest.raises(RefusedError) as refused:
        open_ledger(written)
    said = words_for(language).say(refused.value.key, **refused.value.facts)
    assert "crumb" not in said
    assert refused.value.__suppress_context__
    assert "crumb" not in repr(refused.value)


def test_refuses_the_tables_of_a_later_program(database: str) -> None:
    open_ledger(database).close()
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE storyhouse.version SET number = 99")
    with pytest.raises(RefusedError) as refused:
        open_ledger(database)
    assert (refused.value.key, refused.value.facts) == (
        "postgresql.refused.other-version",
        {"found": 99},
    )


def test_says_who_may_not_make_tables(
    postgres_server: PostgreSQL, database: str
) -> None:
    with psycopg.connect(postgres_server.dsn()) as connection:
        connection.execute("CREATE ROLE guest LOGIN")
    with pytest.raises(RefusedError) as refused:
        open_ledger(database.replace("user=postgres", "user=guest"))
    assert refused.value.key == "postgresql.refused.not-allowed"


def test_says_that_the_driver_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(RefusedError) as refused:
        open_ledger("host=x.example")
    assert refused.value.key == "postgresql.refused.not-installed"


def _hang_up_on(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
