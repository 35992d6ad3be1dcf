"""Is every story ready to be shared, and may we share it? Does it share value?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from storyhouse.checking import (
    ads,
    audiences,
    consents,
    crediting,
    crisis,
    facts,
    fields,
    laws,
    links,
    look,
    loop,
    mix,
    names,
    occasions,
    own_packs,
    paid,
    photos,
    pictures,
    private,
    quotes,
    sense,
    titles,
    untold,
    values,
)
from storyhouse.checking.judging import Judge
from storyhouse.checking.settings import Settings
from storyhouse.diagnostics import Diagnostic, errors_in, in_order
from storyhouse.model.house import CheckedHouse, House
from storyhouse.sharing import share

#: Each looks at the whole house, with the shop's settings, and says what it finds.
CHECKS = (
    facts.check,
    look.check,
    consents.check,
    crediting.check,
    loop.check,
    untold.check,
    occasions.check,
    crisis.check,
    laws.check,
    audiences.check,
    own_packs.check,
    ads.check,
    mix.check,
)
#: Those that ask nothing of the others, and take as long as all of them together.
BESIDE = (
    links.check,
    pictures.check,
    photos.check,
    sense.check,
    fields.check,
    titles.check,
    names.check,
    private.check,
    quotes.check,
    paid.check,
    values.check,
)
#: From so many stories on a second process is worth its start.
_MANY = 200

Check = Callable[[House, Settings], Iterator[Diagnostic]]


def look_at(house: House, judge: Judge) -> list[Diagnostic]:
    """Everything the checks find, as the shop's settings and baseline have it."""
    pictures.forget()

    def found(groups: Sequence[Sequence[Check]]) -> list[Diagnostic]:
        checks = (check_ for group in groups for check_ in group)
        return [d for check_ in checks for d in check_(house, judge.settings)]

    groups = [CHECKS, BESIDE]
    least = 1 if len(house.written) >= _MANY else len(groups)
    parts = share(found, groups, least)
    return judge.without_baseline(judge.judged(d for part in parts for d in part))


def check(house: House) -> tuple[CheckedHouse | None, list[Diagnostic]]:
    """All findings in order of place, and the house if none of them is an error."""
    judge = Judge(house)
    findings = in_order([*look_at(house, judge), *judge.rest()])
    return None if errors_in(findings) else CheckedHouse(house), findings
