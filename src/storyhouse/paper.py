"""Pages for the shop's owner alone: their templates, in which every text is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import jinja2


@cache
def template(package: str, name: str) -> jinja2.Template:
    """A template that lies in a package of ours."""
    env = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return env.from_string((files(package) / name).read_text("utf-8"))
