"""From a sheet to HTML: the theme's templates, the check, the compiler, the slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storyhouse.diagnostics import Diagnostic, Severity
from storyhouse.letters import mjml_check, shell
from storyhouse.letters.blocks import Sheet
from storyhouse.letters.compiler import CompileError, compile_mjml
from storyhouse.letters.inliner import inlined
from storyhouse.letters.shell import Shell, TemplateError
from storyhouse.letters.slots import LostSlotError
from storyhouse.model.theme import Theme
from storyhouse.places import Location


class PressError(Exception):
    """A theme that makes no letter; all that is wrong with it."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = list(diagnostics)

    @classmethod
    def at(cls, where: Location, code: str, reason: str) -> PressError:
        """One thing that is wrong, and what was said of it."""
        return cls(Diagnostic(where=where, code=code, facts={"reason": reason[:200]}))


@dataclass(frozen=True, slots=True)
class Pressed:
    """The shell as it was compiled, and the HTML with its texts."""

    mjml: str
    html: str


def press(theme: Theme, sheet: Sheet, title: str) -> Pressed:
    """The sheet as HTML; merge fields are still marks.

    Raises:
        PressError: if the theme's files are wrong.
    """
    try:
        made = shell.render(theme, sheet, title)
    except TemplateError as error:
        raise PressError.at(error.where, error.code, error.reason) from error
    if wrong := mjml_check.check(made.mjml):
        raise PressError(*wrong)
    return Pressed(made.mjml.text, inlined(_compiled(made), made.css))


def missing(theme: Theme, sheet: Sheet, html: str) -> Iterator[Diagnostic]:
    """A theme without what only some readers get: nobody gets it then, in no part.

    Raises:
        PressError: if it has some of it: what is left would be everybody's.
    """
    where = Location(shell.path_of(theme, shell.TEMPLATE))
    if sheet.yours is None or sheet.yours.marks.are_whole_in(html):
        return
    if sheet.yours.marks.stand_in(html):
        raise PressError.at(where, "letter/half-personal", "")
    yield Diagnostic(
        where=where,
        code="letter/no-personal",
        help="personal-part",
        severity=Severity.WARNING,
    )


def _compiled(made: Shell) -> str:
    try:
        return made.slots.fill(compile_mjml(made.mjml.text))
    except CompileError as error:
        where = made.mjml.locate(error.offset)
        raise PressError.at(where, "letter/mjml", error.reason) from error
    except LostSlotError as error:
        where = made.mjml.locate(max(made.mjml.text.find(str(error)), 0))
        raise PressError.at(where, "letter/lost-text", str(error)) from error
