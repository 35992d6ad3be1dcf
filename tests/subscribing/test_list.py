"""Everything that is wrong in a list is told at its place, and gets no letters."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.diagnostics import errors_in
from storyhouse.model.record import Language
from storyhouse.model.subscribers import Standing
from storyhouse.prose.fields import Fields, MergeField
from storyhouse.subscribing.addresses import address_of, is_address
from storyhouse.subscribing.columns import FIELD
from storyhouse.subscribing.list import MOST_TOLD, SubscriberList
from tests.conftest import Golden
from tests.shop import Shop, said

LIST = "private/subscribers.csv"
SAID = Path(__file__).parents[1] / "golden" / "subscribers"
WRONG: dict[str, str | bytes] = {
    "rows": (
        "email,name,person,language,tags,status,favourite\n"
        "ada@bread.example,Ada,haeseong,en,regulars; rye,active,rye\n"
        "not an address,Bo,,,,,\n"
        'cy@bread.example,"Cy\nof two lines",haesong,fr,,activ,\n'
        "ADA@bread.example,Ada,,,,,\n"
        "di@bread.example,Di,,\n"
        "ed@bread.example,Ed,,,,paused,\n"
        "fy@bread.example,F\0y,,,,,\n"
        'gus@bread.example,"Gus" Loaf,,,,,\n'
        "\n,,,,,,\n"
        "hal@bread.example,Hal,,ko,,pending,\n"
    ),
    "columns": "email,frist_name,Tags,2nd bread,name,name\nada@bread.example,,,,,\n",
    "near-email": "E-Mail;name\nada@bread.example;Ada\n",
    "no-email": "who,name\nada@bread.example,Ada\n",
    "consents": (
        "email,status,consented_at\n"
        "ada@bread.example,active,2026-03-14\n"
        "bo@bread.example,active,2026. 3. 14.\n"
        "cy@bread.example,,2026년 3월 14일 09:30\n"
        "di@bread.example,active,03/04/2026\n"
        "ed@bread.example,active,last spring\n"
        "fy@bread.example,,2206-03-14\n"
        "gus@bread.example,unsubscribed,03/04/2026\n"
        "hal@bread.example,active,\n"
    ),
    "never-closed": 'email,name\nada@bread.example,"Ada\nbo@bread.example,Bo\n',
    "korean-of-old": b"email,name\nada@bread.example,Ada\nbo@bread.example,\xba\xb8\n",
}


def read(root: Path, text: str | bytes) -> SubscriberList:
    file = root / LIST
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    people = root / "content/people"
    people.mkdir(parents=True, exist_ok=True)
    (people / "haeseong.yml").touch()
    return SubscriberList(root)


@pytest.mark.parametrize("language", [*Language])
@pytest.mark.parametrize("name", WRONG)
def test_all_that_is_wrong(
    shop: Shop, golden: Golden, name: str, language: Language
) -> None:
    subscribers = read(shop.root, WRONG[name])
    kept = [f"{s.line}: {s.email} {s.status}\n" for s in subscribers]
    text = said(subscribers.found, language) + "".join(kept)
    golden(SAID / f"{name}.{language}.txt", text)


def test_a_row_is_read_as_it_stands(tmp_path: Path) -> None:
    text = f"\ufeff{WRONG['rows']!s}"
    ada, hal = read(tmp_path, text)
    assert (ada.person, ada.language, ada.tags) == (
        "haeseong",
        "en",
        ("regulars", "rye"),
    )
    assert ada.more == {"favourite": "rye"}
    assert (hal.line, hal.status) == (13, Standing.PENDING)


def test_nobody_is_lost_where_anybody_may_be_named(tmp_path: Path) -> None:
    row = "email,person\nada@bread.example,nobody-here\n"
    assert [*read(tmp_path, row)] == []
    (ada,) = SubscriberList(tmp_path, anybody=True)
    assert ada.person == "nobody-here"


def test_a_no_anywhere_holds(tmp_path: Path) -> None:
    rows = "email,status\nada@bread.example,active\nAda@bread.example,unsubscribed\n"
    assert [*read(tmp_path, rows)] == []


def test_without_a_file_there_is_nobody(tmp_path: Path) -> None:
    assert [*SubscriberList(tmp_path)] == []


def test_a_misspelt_column_stops_nothing(tmp_path: Path) -> None:
    subscribers = read(tmp_path, "email,frist_name\nada@bread.example,Ada\n")
    assert len([*subscribers]) == 1
    assert not errors_in(subscribers.found)


def test_fifty_thousand_rows_need_little_memory(tmp_path: Path) -> None:
    rows = "".join(f"reader{i}@bread.example,Reader\n" for i in range(50_000))
    subscribers = read(tmp_path, f"email,first_name\n{rows}")
    tracemalloc.start()
    try:
        assert sum(1 for _ in subscribers) == 50_000
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_ever_so_many_mistakes_are_counted(tmp_path: Path) -> None:
    subscribers = read(tmp_path, "email\n" + "nobody\n" * (MOST_TOLD + 5))
    assert [*subscribers] == []
    assert len(subscribers.found) == MOST_TOLD
    assert subscribers.wrong == MOST_TOLD + 5


@given(
    st.from_regex(
        r"[a-z0-9.+_-]{1,8}@[a-z0-9.-]{1,12}\.(?:com|test|example|x1)", fullmatch=True
    )
)
def test_the_short_way_agrees_with_the_library(written: str) -> None:
    try:
        validate_email(written, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        assert not is_address(written)
    else:
        assert is_address(written)


def test_a_domain_in_hangul_is_written_for_servers() -> None:
    assert address_of("ada@빵집.example") == "ada@xn--oy3bu1s.example"
    assert not is_address("ada@빵집.example")
    assert not is_address("ada@bread.example\n")


@pytest.mark.parametrize("name", ["rye", "빵", "a_1", "2nd", "a-b", "_a", "a b", ""])
def test_names_of_fields_are_those_of_letters(name: str) -> None:
    merges = Fields()
    merges.in_text(f"{{{name}|x}}")
    assert bool(FIELD.fullmatch(name)) == (MergeField(name, "x", "") in merges.found)
