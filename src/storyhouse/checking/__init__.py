"""Is every story ready to be shared, and may we share it?"""

from __future__ import annotations

from storyhouse.checking import (
    facts,
    links,
    look,
    names,
    photos,
    pictures,
    sense,
)
from storyhouse.diagnostics import Diagnostic, errors_in, in_order
from storyhouse.model.house import CheckedHouse, House

#: Each looks at the whole house and says what it finds.
CHECKS = (
    sense.check,
    facts.check,
    look.check,
    links.check,
    pictures.check,
    photos.check,
    names.check,
)


def check(house: House) -> tuple[CheckedHouse | None, list[Diagnostic]]:
    """All findings in order of place, and the house if none of them is an error."""
    pictures.forget()
    findings = in_order(finding for check_ in CHECKS for finding in check_(house))
    return None if errors_in(findings) else CheckedHouse(house), findings
