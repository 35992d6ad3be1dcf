"""Put a preview's files where only the shop's owner looks."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from storyhouse.editing.files import refuse_outside
from storyhouse.model.record import IssueId

FOLDER = Path(".storyhouse/preview")


def write_preview(root: Path, issue: IssueId, files: Mapping[str, bytes]) -> Path:
    """Write the files in place of the last ones; the page to open.

    Others who use the computer cannot look into it: subscribers may be in it.

    Raises:
        UnreadableError: if the folder leads out of the shop.
        OSError: if it cannot be written.
    """
    folder = root / FOLDER / issue
    refuse_outside(root, folder.relative_to(root))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "index.html"
