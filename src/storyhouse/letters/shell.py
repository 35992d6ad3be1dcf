"""A sheet in the theme's templates: MJML whose texts are slots.

The one module that knows Jinja here. Whatever a template writes goes through
`finalize`, so that a theme cannot let an author's text slip into the compiler.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import jinja2
import jinja2.bccache
from jinja2.sandbox import ImmutableSandboxedEnvironment

from storyhouse.letters.blocks import Prose, Sheet
from storyhouse.letters.marked import Marked, mark
from storyhouse.letters.slots import Design, Markup, Slots, Title
from storyhouse.model.theme import Theme
from storyhouse.places import Location

FOLDER = "letter"
TEMPLATE = "letter/letter.mjml.j2"
#: Rules for css-inline, and the words that are no template's: colours and type.
STYLES = "letter/inline.css.j2"
_FAMILY = re.compile(r"\"[^\"]*\"|'[^']*'|[^,\"']+")


class TemplateError(Exception):
    """A template that cannot be rendered."""

    def __init__(
        self, where: Location, reason: str, code: str = "letter/template"
    ) -> None:
        super().__init__(reason)
        self.where = where
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Shell:
    """MJML with slots, the slots, and the rules to put on its tags."""

    mjml: Marked
    slots: Slots
    css: str


def render(theme: Theme, sheet: Sheet, title: str) -> Shell:
    """The sheet as MJML.

    Raises:
        TemplateError: for a template that is missing or wrong.
    """
    loader = _Loader(theme)
    slots = Slots()
    tokens = {name.replace("-", "_"): _design(v) for name, v in theme.tokens.items()}
    context = {
        "sheet": sheet,
        "title": Title(title),
        "look": tokens,
        "prose": _markup,
        "design": _named,
    }
    rendered = _rendered(loader, slots.take, TEMPLATE, context)
    css = _rendered(loader, _css, STYLES, {"look": tokens})
    return Shell(
        Marked.parse(rendered, loader.shown),
        slots,
        Marked.parse(css, loader.shown).text,
    )


def _markup(prose: Prose) -> Markup:
    return Markup(prose.html)


def _named(value: StrEnum) -> Design:
    """A kind or a language, for classes and `lang`."""
    if not isinstance(value, StrEnum):
        raise TypeError("design() is for kinds and languages")
    return Design(value)


def _css(value: object) -> str:
    return value.text if isinstance(value, Design) else str(value)


def _design(value: str) -> Design:
    """A token fit for an attribute: single quotes, and no name but in ASCII.

    mrml would write a Hangul font's name as it prints strings for debugging.
    """
    if value.isascii():
        return Design(value.replace('"', "'"))
    families = [f.strip() for f in _FAMILY.findall(value)]
    kept = ", ".join(f for f in families if f and f.isascii())
    return Design((kept or "sans-serif").replace('"', "'"))


def _rendered(
    loader: _Loader, take: Callable[[Any], str], name: str, context: dict[str, Any]
) -> str:
    env = ImmutableSandboxedEnvironment(
        loader=loader,
        bytecode_cache=_COMPILED,
        finalize=take,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # slots escape, once and for all
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        return env.get_template(name).render(context)
    except jinja2.TemplateNotFound as missing:
        where = loader.where_in(missing, name)
        raise TemplateError(where, str(missing.name), "letter/no-template") from missing
    except jinja2.TemplateSyntaxError as error:
        where = Location(loader.shown_path(error.name or name), error.lineno)
        raise TemplateError(where, error.message or "") from error
    except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
        where = loader.where_in(error, name)
        raise TemplateError(where, str(error)) from error


def path_of(theme: Theme, name: str) -> Path:
    """A template as it is shown to an owner."""
    return Path("themes", theme.name, name)


class _Compiled(jinja2.BytecodeCache):
    """Templates that this process has compiled; Jinja looks at their source's hash.

    Compiling them takes ten times as long as rendering a letter.
    """

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Called by Jinja before it compiles."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Called by Jinja when it has compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class _Loader(jinja2.BaseLoader):
    """Finds templates in the theme's folders only, and marks where their tags are."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        found = theme.files(FOLDER)
        self.files = {f"{FOLDER}/{path.as_posix()}": file for path, file in found}
        # In order of name, so that a template is the same text for every letter.
        self.names = list(self.files)

    def get_source(
        self, _environment: jinja2.Environment, template: str
    ) -> tuple[str, str, None]:
        """Called by Jinja for each template and include."""
        path = self.files.get(template)
        if path is None:
            raise jinja2.TemplateNotFound(template)
        source = mark(path.read_text("utf-8"), self.names.index(template))
        return source, template, None

    def shown(self, number: int) -> Path:
        """The file of a number, as it is shown to an owner."""
        return self.shown_path(self.names[number])

    def shown_path(self, name: str) -> Path:
        """`themes/hearth/letter/card.mjml.j2`, wherever the theme is installed."""
        return path_of(self.theme, name)

    def where_in(self, error: BaseException, name: str) -> Location:
        """The innermost template line that an error came through."""
        where, trace = Location(self.shown_path(name)), error.__traceback__
        while trace:
            file = trace.tb_frame.f_code.co_filename
            if file in self.names:
                where = Location(self.shown_path(file), trace.tb_lineno)
            trace = trace.tb_next
        return where
