"""Is a theme's MJML what MJML knows? With the line and column of the theme's own file.

The runtime compiler drops unknown attributes silently and passes unknown tags through,
and some of what it accepts it gets wrong. So every shell is looked at before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from storyhouse.diagnostics import Diagnostic
from storyhouse.letters import mjml_attributes
from storyhouse.letters.marked import Marked
from storyhouse.letters.mjml_attributes import suggestion
from storyhouse.letters.mjml_tags import DEFAULTS, tags

_TAG = re.compile(
    r"<!--.*?-->"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][\w.-]*)"
    r"(?P<attributes>(?:\s+[^\s=<>/\"']+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'))?)*)"
    r"\s*(?P<empty>/?)>"
    r"|(?P<broken><)",
    re.DOTALL,
)
_MJML = re.compile(r"</?(?:mjml|mj-)")
_TOP = frozenset({"mjml"})


def check(shell: Marked) -> list[Diagnostic]:
    """Everything that is wrong with a shell."""
    return list(_Walk(shell).findings())


@dataclass(slots=True)
class _Walk:
    """Goes through the tags, and knows which are open and which were met."""

    shell: Marked
    opened: list[tuple[str, int]] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def findings(self) -> Iterator[Diagnostic]:
        at = 0
        while found := _TAG.search(self.shell.text, at):
            at = found.end()
            if found["broken"]:
                yield self._wrong(found.start(), "mjml/broken-tag")
            elif found["close"]:
                yield from self._closed(found)
            elif found["name"]:
                yield from self._tag(found)
                at = at if found["empty"] else self._into(found)
        yield from (self._unclosed(name, start) for name, start in self.opened)
        for tag, code in (("mj-body", "mjml/empty"), ("mj-title", "mjml/no-title")):
            if tag not in self.met:
                yield self._wrong(0, code)

    def _tag(self, found: re.Match[str]) -> Iterator[Diagnostic]:
        name, parent = found["name"], self.opened[-1][0] if self.opened else ""
        self.met.add(name)
        tag = tags().get(name)
        if tag is None:
            help_, facts = suggestion(name, tags())
            at = found.start()
            yield self._wrong(at, "mjml/unknown-tag", help_, tag=name, **facts)
            return
        inside = tags().get(parent)
        # In `mj-attributes` any tag stands for its defaults.
        fits = inside.children if inside else frozenset() if parent else _TOP
        if name not in fits and (inside or not parent) and parent != DEFAULTS:
            facts = {"tag": name, "parent": parent or "—"}
            yield self._wrong(found.start(), "mjml/misplaced", **facts)
        yield from mjml_attributes.check(
            self.shell, found, tag, in_defaults=parent == DEFAULTS
        )

    def _into(self, found: re.Match[str]) -> int:
        """Where to look on: HTML in a tag is not ours to judge."""
        name = found["name"]
        self.opened.append((name, found.start()))
        tag = tags().get(name)
        if tag and tag.ending:
            after = _MJML.search(self.shell.text, found.end())
            # Any other tag of MJML here says that this one was left open.
            if after and self.shell.text.startswith(f"</{name}", after.start()):
                return after.start()
        return found.end()

    def _closed(self, found: re.Match[str]) -> Iterator[Diagnostic]:
        name = found["name"]
        if all(name != opened for opened, _ in self.opened):
            yield self._wrong(found.start(), "mjml/never-opened", tag=name)
            return
        while self.opened[-1][0] != name:
            yield self._unclosed(*self.opened.pop())
        self.opened.pop()

    def _unclosed(self, name: str, start: int) -> Diagnostic:
        return self._wrong(start, "mjml/unclosed", tag=name)

    def _wrong(self, at: int, code: str, help_: str = "", **facts: str) -> Diagnostic:
        where = self.shell.locate(at)
        return Diagnostic(where=where, code=code, facts=facts, help=help_)
