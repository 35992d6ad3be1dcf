"""Servers for the tests of sending; each is started once a run, when it is needed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.servers import PostgreSQL, postgresql

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgreSQL]:
    """A PostgreSQL of our own."""
    with postgresql() as server:
        yield server


@pytest.fixture
def database(postgres_server: PostgreSQL) -> str:
    """The DSN of a new database."""
    return postgres_server.new_database(f"shop{next(_NUMBERS)}")
