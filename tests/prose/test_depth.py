"""A text that is nested too deep is refused before anything recursive looks at it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.prose.depth import DEEPEST, too_deep_at
from storyhouse.prose.markdown import to_html


def lists(depth: int) -> str:
    return "".join(f"{'    ' * level}- a\n" for level in range(depth))


@pytest.mark.parametrize(
    ("make", "at"),
    [
        pytest.param(lambda n: "fine\n\n" + ">" * n + " a", 6, id="quotes"),
        pytest.param(lambda n: "> " * n + "a", 0, id="quotes with spaces"),
        pytest.param(lambda n: "<b>" * n + "a", 120, id="tags"),
        pytest.param(lambda n: "<b>" * n + "</b>" * n, 120, id="closed tags"),
    ],
)
def test_forty_are_enough(make: object, at: int) -> None:
    assert callable(make)
    assert too_deep_at(make(DEEPEST)) is None
    assert too_deep_at(make(DEEPEST + 1)) == at


def test_lists_by_their_indent() -> None:
    assert too_deep_at(lists(DEEPEST + 1)) is None
    deep = lists(DEEPEST + 2)
    assert too_deep_at(deep) == deep.rindex("    " * (DEEPEST + 1))
    assert too_deep_at("\t" * (DEEPEST + 1) + "- a") == 0


@pytest.mark.parametrize("sign", ["[", "*", "_", "("])
def test_runs_of_signs(sign: str) -> None:
    assert too_deep_at(f"a {sign * 199}") is None
    assert too_deep_at(f"a {sign * 200}") == 2


def test_what_has_no_inside_is_not_deep() -> None:
    assert too_deep_at("<br>" * 100 + "<img src='a'/>" * 100 + "<b>a</b>" * 100) is None
    assert too_deep_at("</b>" * 100 + "<b>" * DEEPEST) is None


@given(
    st.lists(
        st.sampled_from(
            ["> ", "- ", "    ", "<b>", "</b>", "*", "[", "](a)", "a", "\n", "1. "]
        ),
        max_size=200,
    )
)
def test_what_is_not_too_deep_can_be_made(parts: list[str]) -> None:
    text = "".join(parts)
    if too_deep_at(text) is None:
        to_html(text)


@pytest.mark.parametrize(
    "text", [lists(DEEPEST), ">" * DEEPEST + " a", "<b>" * DEEPEST]
)
def test_the_deepest_that_is_let_in_can_be_made(text: str) -> None:
    assert to_html(text)
