"""What was meant as a merge field and is none."""

from __future__ import annotations

import pytest

from storyhouse.prose.miswritten import Fault, miswritten_in


@pytest.mark.parametrize(
    ("text", "written", "fault", "meant"),
    [
        ("Hi {first_name|you, hm", "{first_name|you, hm", Fault.BROKEN, ""),
        ("{first name|you}", "{first name|you}", Fault.BROKEN, "{first_name|you}"),
        ("{ name | you }", "{ name | you }", Fault.BROKEN, "{name|you}"),
        ("{First_Name |you}", "{First_Name |you}", Fault.BROKEN, "{first_name|you}"),
        ("{ view_url }", "{ view_url }", Fault.BROKEN, "{view_url}"),
        ("{ name }", "{ name }", Fault.BROKEN, ""),
        ("{name|a|b}", "{name|a|b}", Fault.BROKEN, ""),
        ("{1|2}", "{1|2}", Fault.BROKEN, ""),
        ("{{name, you", "{{name, you", Fault.BROKEN, ""),
        ("{email}", "{email}", Fault.BARE, ""),
        ("{name|:이/가}", "{name|:이/가}", Fault.BARE, ""),
        ("{{ city|here }}", "{{ city|here }}", Fault.BRACES, ""),
        ("{name|you}}", "{name|you}}", Fault.BRACES, ""),
    ],
)
def test_found(text: str, written: str, fault: Fault, meant: str) -> None:
    (found,) = miswritten_in(text)
    assert (found.written, found.fault, found.meant) == (written, fault, meant)
    assert text[found.start : found.end] == written


@pytest.mark.parametrize(
    "text",
    [
        "{first_name|friend} {view_url} {name|단골:이/가} {name|손님}은(는)",
        "\\{first_name|friend} \\{name",
        "{city} {names} {a b} { a | b",
        "{a\n| b}",
    ],
)
def test_not_found(text: str) -> None:
    assert [*miswritten_in(text)] == []
