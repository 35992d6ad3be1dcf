"""Words in the place of a name, with the particle that was there in its other form."""

from __future__ import annotations

import pytest

from storyhouse.model.people import Role
from storyhouse.model.record import Language
from storyhouse.withdrawing.wording import initials_before, wording


def said(text: str, name: str, language: Language, role: Role = Role.CUSTOMER) -> str:
    before, _, behind = text.partition(name)
    put = wording(before, behind, role, language)
    return before[: len(before) - put.before] + put.words + behind[put.behind :]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("지호가 왔어요.", "한 손님이 왔어요."),
        ("지호는 늘 웃어요.", "한 손님은 늘 웃어요."),
        ("지호를 기다려요.", "한 손님을 기다려요."),
        ("지호와 함께", "한 손님과 함께"),
        ("지호랑 구웠어요.", "한 손님이랑 구웠어요."),
        ("지호에게서도 들었어요.", "한 손님에게서도 들었어요."),
        ("지호라면 알아요.", "한 손님이라면 알아요."),
        ("지호님께서는 아세요.", "한 손님께서는 아세요."),
        ("지호 씨가 왔어요.", "한 손님이 왔어요."),
        ("지호 할머니의 빵", "한 손님의 빵"),
        ("지호네 빵집", "한 손님네 빵집"),
        ("지호님네 빵집", "한 손님네 빵집"),
        ("지호 할머니네가 와요.", "한 손님네가 와요."),
        ("지호예요.", "한 손님이에요."),
        ("지호 양파를 썰어요.", "한 손님 양파를 썰어요."),
        ("“지호”", "“한 손님”"),
    ],
)
def test_korean(text: str, instead: str) -> None:
    assert said(text, "지호", Language.KO) == instead


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("해성이 왔어요.", "한 손님이 왔어요."),
        ("해성이가 왔어요.", "한 손님이 왔어요."),
        ("해성이는 늘 웃어요.", "한 손님은 늘 웃어요."),
        ("해성은 늘 웃어요.", "한 손님은 늘 웃어요."),
        ("해성이네 집", "한 손님네 집"),
        ("해성이라면 알아요.", "한 손님이라면 알아요."),
        ("해성이에게서도", "한 손님에게서도"),
    ],
)
def test_korean_with_a_last_consonant(text: str, instead: str) -> None:
    assert said(text, "해성", Language.KO) == instead


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("We asked Hae-seong twice.", "We asked a customer twice."),
        ("Hae-seong came.", "A customer came."),
        ("- Hae-seong came.", "- A customer came."),
        ("It rained. Hae-seong came.", "It rained. A customer came."),
        ("summary: Hae-seong came.", "summary: A customer came."),
        ("We took Hae-seong's loaf.", "We took a customer's loaf."),
        ("We met Mr Hae-seong.", "We met a customer."),
        ("“Hae-seong,” she said.", "“A customer,” she said."),
    ],
)
def test_english(text: str, instead: str) -> None:
    assert said(text, "Hae-seong", Language.EN) == instead


@pytest.mark.parametrize(
    ("before", "instead"),
    [
        ("We met P. ", "We met a customer."),
        ("We met Ms P. ", "We met a customer."),
        ("We met P. J. ", "We met a customer."),
        ("P. ", "A customer."),
        ("It was plan B. ", "It was plan B. A customer."),
    ],
)
def test_an_initial_belongs_to_the_name(before: str, instead: str) -> None:
    before = before[: len(before) - initials_before(before, "Pat J. O'Brien")]
    put = wording(before, ".", Role.CUSTOMER, Language.EN)
    assert before[: len(before) - put.before] + put.words + "." == instead


def test_one_of_us_is_no_customer() -> None:
    assert said("미라가 구워요.", "미라", Language.KO, Role.MAKER) == (
        "저희 가운데 한 사람이 구워요."
    )
    assert said("Mira bakes.", "Mira", Language.EN, Role.MAKER) == "One of us bakes."


def test_a_latin_name_with_a_korean_particle() -> None:
    assert said("Hae-seong은 와요.", "Hae-seong", Language.KO) == "한 손님은 와요."
