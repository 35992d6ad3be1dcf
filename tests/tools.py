"""Programs that some tests need and Python cannot bring: Chromium, Node, SpamAssassin.

`tests/prepare.py` installs them where it may. Where it may not, the tests that need
them are skipped by name; with CI=true nothing is skipped, so they fail.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NODE_MODULES = ROOT / "node_modules"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
NODE = shutil.which("node") or ""
SPAMASSASSIN = shutil.which("spamassassin") or ""
DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin") or ""
AXE = NODE_MODULES / "axe-core" / "axe.min.js"

FOUND = {
    "Chromium": bool(CHROMIUM),
    "Node": bool(NODE) and AXE.is_file(),
    "SpamAssassin": bool(SPAMASSASSIN),
    "Dovecot": bool(DOVECOT),
}


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip a test, by name, where a program it needs is not to be had."""
    lacking = [name for name in names if not FOUND[name]]
    skip = bool(lacking) and os.environ.get("CI") != "true"
    return pytest.mark.skipif(skip, reason=f"needs {', '.join(lacking) or 'nothing'}")
