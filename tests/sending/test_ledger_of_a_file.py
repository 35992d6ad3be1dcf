"""The contract of all ledgers, for the one that is a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sending.ledger_contract import LedgerContract


class TestLedgerOfAFile(LedgerContract):
    kind = "file"

    @pytest.fixture
    def where(self, tmp_path: Path) -> str:
        return str(tmp_path)
