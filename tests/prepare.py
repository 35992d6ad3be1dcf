"""Install what the tests need beside Python, where the user may; say what is lacking.

Run by `make test` before anything else. Nothing here is needed to use storyhouse.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

#: Debian's packages, by the program that shows that they are there.
PACKAGES = {
    "chromium": ["chromium", "fonts-noto-cjk"],
    "node": ["nodejs", "npm"],
    "npm": ["npm"],
    "go": ["golang-go"],
    "spamassassin": ["spamassassin"],
    "smtp-sink": ["postfix"],  # smtp-source and the server itself among it
    "dovecot": ["dovecot-imapd"],
    "pg_ctlcluster": ["postgresql"],
}


def main() -> int:
    """0 when all is there, or when what is lacking may be skipped."""
    _system_packages()
    _node_packages()
    lacking = [program for program in PACKAGES if not shutil.which(program)]
    if not (ROOT / "node_modules" / "axe-core" / "axe.min.js").is_file():
        lacking.append("node_modules")
    if lacking:
        sys.stderr.write(
            f"Not to be had here: {', '.join(lacking)}. "
            "The tests that need them are skipped by name.\n"
        )
    return 1 if lacking and os.environ.get("CI") == "true" else 0


def _system_packages() -> None:
    wanted = [
        p
        for program in PACKAGES
        if not shutil.which(program)
        for p in PACKAGES[program]
    ]
    apt, rights = shutil.which("apt-get"), _rights()
    if not wanted or apt is None or rights is None:
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["update", "-qq"],
        ["install", "-qq", "-y", "--no-install-recommends", *wanted],
    ):
        subprocess.run(
            [*rights, apt, *command], env=quiet, check=False, stdout=sys.stderr
        )


def _rights() -> list[str] | None:
    """What runs a command as root; None where that needs a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    asked = sudo and subprocess.run(
        [sudo, "-n", "true"], check=False, capture_output=True
    )
    return [sudo, "-n"] if sudo and asked and asked.returncode == 0 else None


def _node_packages() -> None:
    npm, lock = shutil.which("npm"), ROOT / "package-lock.json"
    mark = ROOT / "node_modules" / ".package-lock.json"
    if npm and (not mark.is_file() or mark.stat().st_mtime < lock.stat().st_mtime):
        subprocess.run(
            [npm, "ci", "--silent"], cwd=ROOT, check=False, stdout=sys.stderr
        )


if __name__ == "__main__":
    raise SystemExit(main())
