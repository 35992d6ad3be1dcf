"""Programs that some tests need and Python cannot bring: Chromium, Node, Postfix …

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
GO = shutil.which("go") or ""
SPAMASSASSIN = shutil.which("spamassassin") or ""
SMTP_SINK = shutil.which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin") or ""
POSTFIX = shutil.which("postfix", path=f"{os.environ['PATH']}:/usr/sbin") or ""
#: The folder of PostgreSQL's programs, the newest; Debian keeps them out of the path.
POSTGRESQL = max(
    Path("/usr/lib/postgresql").glob("*/bin"),
    key=lambda p: float(p.parent.name),
    default=None,
)
DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin") or ""
AXE = NODE_MODULES / "axe-core" / "axe.min.js"

FOUND = {
    "Chromium": bool(CHROMIUM),
    "Node": bool(NODE) and AXE.is_file(),
    "Handlebars": (NODE_MODULES / "handlebars").is_dir(),
    "Go": bool(GO),
    "SpamAssassin": bool(SPAMASSASSIN),
    "PostgreSQL": POSTGRESQL is not None,
    # Postfix changes its user, which only root may.
    "Postfix": bool(POSTFIX and SMTP_SINK) and os.geteuid() == 0,
    "smtp-sink": bool(SMTP_SINK),
    "Dovecot": bool(DOVECOT),
}


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip a test, by name, where a program it needs is not to be had."""
    lacking = [name for name in names if not FOUND[name]]
    skip = bool(lacking) and os.environ.get("CI") != "true"
    return pytest.mark.skipif(skip, reason=f"needs {', '.join(lacking) or 'nothing'}")
