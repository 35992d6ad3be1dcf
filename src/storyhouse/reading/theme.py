"""Read the theme: its tokens, the shop's changes to them, the shop's own files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from storyhouse.diagnostics import Diagnostic
from storyhouse.model.shop import Shop
from storyhouse.model.theme import Theme
from storyhouse.places import Location, Source, leads_out
from storyhouse.reading.located_yaml import read_yaml
from storyhouse.reading.pointing import shown, suggest
from storyhouse.reading.text import read_text
from storyhouse.reading.unreadable import UnreadableError

_PACKAGE = Path(__file__).parents[1]
#: In the wheel the themes lie in the package, in a checkout beside `src/`.
_SHIPPED = next(
    (p for p in (_PACKAGE / "themes", _PACKAGE.parents[1] / "themes") if p.is_dir()),
    _PACKAGE / "themes",
)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
#: Anything else goes into a style sheet as it is, so nothing may end or load there.
_VALUE = re.compile(r"[\w #%.,'\"()\-+]{1,300}")
_LOADS = re.compile(r"(?i)url\(|expression\(|image\(")


def shipped_themes() -> list[str]:
    """The names of the themes that storyhouse brings."""
    return sorted(p.parent.name for p in _SHIPPED.glob("*/theme.yml"))


def read_theme(root: Path, shop: Shop) -> tuple[Theme, list[Diagnostic]]:
    """The shop's theme: hearth where the one it names cannot be read."""
    problems: list[Diagnostic] = []
    own = root / "themes" / shop.theme
    shipped = _SHIPPED / shop.theme
    if not _NAME.fullmatch(shop.theme) or not (own.is_dir() or shipped.is_dir()):
        help_, facts = suggest(shop.theme, shipped_themes())
        where = shop.source.value_at("theme")
        facts = {"written": shop.theme, **facts}
        problems.append(
            Diagnostic(where=where, code="unknown-theme", facts=facts, help=help_)
        )
        shipped, own = _SHIPPED / "hearth", root / "themes" / "hearth"
    if not shipped.is_dir():
        shipped = _SHIPPED / "hearth"  # a theme of the shop's own lies over it
    problems += _leading_out(root, own)
    # In storyhouse's own checkout the sample shop's theme folder is the shipped one.
    laid_over = own.is_dir() and own.resolve() != shipped.resolve() and not problems
    folders = (shipped, own) if laid_over else (shipped,)
    tokens = _tokens(shipped / "theme.yml", Path("theme.yml"))
    if own in folders and (own / "theme.yml").is_file():
        file = (own / "theme.yml").relative_to(root)
        try:
            located = read_yaml(read_text(root / file, file), file)
        except UnreadableError as unreadable:
            problems += unreadable.diagnostics
        else:
            theirs = located.data if isinstance(located.data, dict) else {}
            problems += _wrong(theirs, tokens, located.source, ())
            tokens |= {k: str(v) for k, v in theirs.items()}
    problems += _wrong(dict(shop.look), tokens, shop.source, ("look",))
    return Theme(shop.theme, {**tokens, **shop.look}, folders), problems


def usable_tokens(root: Path, name: object, look: object) -> dict[str, str]:
    """The tokens of a shop that need not be in order: what is wrong in it is left out.

    Args:
        root: the shop's folder.
        name: what stands under `theme:` in its file.
        look: what stands under `look:` there.
    """
    tokens = {**_hearth()}
    for theirs in (_own_tokens(root, name), look):
        if isinstance(theirs, dict):
            tokens |= {k: v for k, v in theirs.items() if _fits(k, v, tokens)}
    return tokens


@cache
def _hearth() -> Mapping[str, str]:
    return _tokens(_SHIPPED / "hearth" / "theme.yml", Path("theme.yml"))


def _own_tokens(root: Path, name: object) -> object:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        return None
    path = root / "themes" / name / "theme.yml"
    try:
        inside = not leads_out(root, path)
        return _tokens(path, Path("theme.yml")) if inside else None
    except (OSError, TypeError, ValueError, UnreadableError):
        return None


def _fits(name: object, value: object, tokens: dict[str, str]) -> bool:
    if not isinstance(name, str) or not isinstance(value, str) or name not in tokens:
        return False
    return not [*_wrong({name: value}, tokens, Source(Path("theme.yml")), ())]


def _tokens(path: Path, shown: Path) -> dict[str, str]:
    return dict(read_yaml(read_text(path, shown), shown).data)


def _leading_out(root: Path, own: Path) -> Iterator[Diagnostic]:
    inside = not leads_out(root, own)
    for path in own.rglob("*") if inside else [own]:
        if leads_out(root, path):
            where = Location(path.relative_to(root))
            yield Diagnostic(where=where, code="outside-shop")


def _wrong(
    theirs: dict[str, str], tokens: dict[str, str], source: Source, at: tuple[str, ...]
) -> Iterator[Diagnostic]:
    for name, value in theirs.items():
        where = source.value_at(*at, name)
        if name not in tokens:
            help_, facts = suggest(name, tokens)
            yield Diagnostic(
                where=source.key_at(*at, name),
                code="unknown-token",
                facts={"written": name, **facts},
                help=help_,
            )
        elif tokens[name].startswith("#") and not _COLOUR.fullmatch(str(value)):
            facts = {"key": f"`{name}`", "written": shown(value)}
            yield Diagnostic(where=where, code="wrong-colour", facts=facts)
        elif not _VALUE.fullmatch(str(value)) or _LOADS.search(str(value)):
            facts = {"key": f"`{name}`", "written": shown(value)}
            yield Diagnostic(where=where, code="wrong-token", facts=facts)
