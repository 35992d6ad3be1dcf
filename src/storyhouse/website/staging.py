"""Write the MkDocs project down: only what differs, and nothing that is no longer there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from storyhouse.website.desk import StagedPage

#: JSON is YAML but for these signs, which YAML takes for the ends of lines or drops.
_YAML_ESCAPES = {
    sign: f"\\u{sign:04x}"
    for sign in (0x7F, 0x85, 0xA0, 0x2028, 0x2029, 0xFEFF, *range(0xFDD0, 0xFDF0))
}


def as_yaml(data: object) -> str:
    """Plain data as JSON that YAML reads as the same data."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    return text.translate(_YAML_ESCAPES)


def page_text(page: StagedPage) -> str:
    """A page's file: front matter, then Markdown."""
    return f"---\n{as_yaml(page.meta)}\n---\n\n{page.body}"


def write_project(folder: Path, files: Mapping[PurePosixPath, bytes]) -> None:
    """Make the folder hold exactly these files."""
    for path, data in files.items():
        target = folder / path
        try:
            if target.read_bytes() == data:
                continue
        except OSError:
            target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    wanted = {folder / path for path in files}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in wanted:
            path.unlink()
