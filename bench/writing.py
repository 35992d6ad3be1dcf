"""Files with front matter, as all engines here read them."""

from __future__ import annotations

import json
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write a file, its folder made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def keys(data: dict[str, object]) -> str:
    """A key a line; the values as JSON, which is YAML."""
    return "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}\n"
        for key, value in data.items()
    )


def with_front_matter(data: dict[str, object], body: str) -> str:
    """A Markdown file."""
    return f"---\n{keys(data)}---\n\n{body}"
