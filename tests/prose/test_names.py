"""Names are met whatever stands behind them; words that begin alike are not."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.prose import names
from storyhouse.prose.names import NameFinder, forms_of, left_out_of
from storyhouse.reading.folder import as_id


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("박지호", {"박지호", "박 지호", "지호"}),
        ("박 지호", {"박 지호", "박지호", "지호"}),
        ("남궁서연", {"남궁서연", "남궁 서연", "서연"}),
        ("남궁원", {"남궁원", "남 궁원", "궁원"}),
        ("김솔", {"김솔"}),
        ("솔", {"솔"}),
        ("Kim Hae-seong", {"Kim Hae-seong", "Hae-seong"}),
        ("Hae-seong Kim", {"Hae-seong Kim", "Hae-seong"}),
        ("Jiho Park", {"Jiho Park", "Jiho"}),
        ("Grace Lee", {"Grace Lee"}),
        ("Tom Baker", {"Tom Baker"}),
        ("Wendy", {"Wendy"}),
        ("Wendy Ann Miller", {"Wendy Ann Miller", "Wendy"}),
        ("  Wendy \n Miller ", {"Wendy Miller", "Wendy"}),
        ("🍞 Wendy 🥐", {"Wendy"}),
        ("“Wendy” Miller!", {"Wendy” Miller", "Wendy"}),
        (
            "박지호 (Jiho Park)",
            {"박지호 (Jiho Park", "박지호", "박 지호", "지호", "Jiho Park", "Jiho"},
        ),
        (
            "Jiho Park 박지호",
            {"Jiho Park 박지호", "박지호", "박 지호", "지호", "Jiho Park", "Jiho"},
        ),
        ("카페 Mira", {"카페 Mira", "Mira"}),
        ("", set()),
        ("🍞🥐", set()),
        (unicodedata.normalize("NFD", "박지호"), {"박지호", "박 지호", "지호"}),
    ],
)
def test_what_somebody_may_be_called(name: str, forms: set[str]) -> None:
    assert forms_of(name) == forms


def met(text: str, *people: str) -> list[str]:
    finder: NameFinder[str] = NameFinder()
    for name in people:
        finder.add(sorted(forms_of(name)), name)
    found = list(finder.find(text))
    assert all(text[m.start : m.start + len(m.written)] == m.written for m in found)
    return [m.written for m in found]


ENDINGS = (
    "가 를 의 랑 와 는 님 님을 님께서 씨 씨가 네 야 이 한테 한테서도 께 에게 처럼 라고 "
    "입니다 예요 이에요 할머니 할머니의 언니랑 쌤이 선생님께 군 양은 였어요 도 만 들"
)


@pytest.mark.parametrize("ending", ["", *ENDINGS.split()])
def test_korean_names_with_what_stands_behind_them(ending: str) -> None:
    assert met(f"어제 지호{ending} 왔다.", "박지호") == ["지호"]
    assert met(f"“박지호{ending}”", "박지호") == ["박지호"]


@pytest.mark.parametrize(
    "text",
    [
        "지호텔",
        "지호박",
        "신지호수",
        "지호실",
        "지호구역",
        "호지",
        "지 호",
        "아지호가",
        "박지",
    ],
)
def test_words_that_only_look_alike(text: str) -> None:
    assert met(text, "박지호") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hae-seong's loaf", ["Hae-seong"]),
        ("HAE-SEONG, hae-seong; (Hae-seong)", ["HAE-SEONG", "hae-seong", "Hae-seong"]),
        ("*Hae-seong* _Hae-seong_", ["Hae-seong", "Hae-seong"]),
        ("Hae-seong이 왔다", ["Hae-seong"]),
        ("Kim Hae-seong and Kim", ["Kim Hae-seong"]),
        ("Kim\nHae-seong", ["Kim\nHae-seong"]),
        ("Kim\u00a0Hae‑seong", ["Kim\u00a0Hae‑seong"]),
        ("Hae-seongs Hae-seonger Mihae-seong", []),
        ("Hae seong, Haeseong", []),
        ("Kim Hae", []),
    ],
)
def test_latin_names(text: str, expected: list[str]) -> None:
    assert met(text, "Kim Hae-seong") == expected


def test_signs_that_grow_when_they_are_made_small_move_nothing() -> None:
    assert met("İİİ Weiß Straße: ANNA WEIß, Anna Weiß", "Anna Weiß") == [
        "Weiß",
        "ANNA WEIß",
        "Anna Weiß",
    ]


def test_the_longest_name_is_the_one_that_is_met() -> None:
    assert met("Wendy Miller and Wendy", "Wendy Miller") == ["Wendy Miller", "Wendy"]
    assert met("지호진이 왔다", "지호", "지호진") == ["지호진"]
    assert met("순자 할머니가, 순자할머니도, 순자도", "최순자", "순자 할머니") == [
        *("순자 할머니", "순자할머니", "순자")
    ]


def test_nobody_is_met_where_nobody_is_known() -> None:
    assert met("Anybody") == []
    assert met("🍞", "🍞") == []


def test_of_two_with_one_name_the_first_is_told() -> None:
    finder: NameFinder[int] = NameFinder()
    finder.add(["Wendy", "지호"], 1)
    finder.add(["Wendy", "지호"], 2)
    assert [m.who for m in finder.find("Wendy 지호")] == [1, 1]


known = st.sampled_from(
    ["박지호", "Kim Hae-seong", "Wendy Miller", "İpek", "Weiß", "솔"]
)
around = st.text(st.sampled_from("가이는 Kim-Hae지호텔Weß\n\t‑ \u00a0İ.,*_“”[]() 1"))


@given(known, around, around)
def test_positions_point_at_the_written_words(
    name: str, before: str, after: str
) -> None:
    met(
        f"{before}{name}{after}",
        "박지호",
        "Kim Hae-seong",
        "Wendy Miller",
        "İpek",
        "솔",
    )


@given(known, around, around)
def test_a_name_between_spaces_is_always_met(
    name: str, before: str, after: str
) -> None:
    text = f"{before} | {name} | {after}"
    finder: NameFinder[str] = NameFinder()
    finder.add([name], name)
    starts = {m.start for m in finder.find(text)}
    assert len(before) + 3 in starts


class Counted(dict[str, int]):
    """A dictionary that counts how often it is asked."""

    asked = 0

    def __contains__(self, key: object) -> bool:
        self.asked += 1
        return super().__contains__(key)


TEXT = "Kim came with 김씨 and Nr00003-seong, 오늘도 빵을 사러 왔다. " * 50


def look_ups(people: int) -> int:
    """How often a text makes the finder look something up, of so many people."""
    finder: NameFinder[int] = NameFinder()
    syllables = [chr(0xAC00 + 28 * i) for i in range(200)]
    for number in range(people):
        given = syllables[number % 200] + syllables[number // 200]
        finder.add(forms_of(f"김{given}"), number)
        finder.add(forms_of(f"Kim Nr{number:05}-seong"), number)
    hangul, others = Counted(finder._hangul), Counted(finder._others)  # noqa: SLF001 (to count)
    assert list(replace(finder, _hangul=hangul, _others=others).find(TEXT))
    return hangul.asked + others.asked


def test_ten_thousand_names_cost_as_much_as_ten() -> None:
    """For each word once for each length of a name, however many have that length."""
    words = len(TEXT.split()) + TEXT.count("-")
    assert look_ups(10) <= look_ups(10_000) <= 3 * words


def test_the_lists_beside_the_module_are_what_they_say() -> None:
    assert "kim" in names._listed("korean-family-names.txt")  # noqa: SLF001 (the data)
    assert "grace" in names._listed("names-that-are-words.txt")  # noqa: SLF001 (as above)


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("See https://example.com/pat-o-brien", "Pat O'Brien", ["pat-o-brien"]),
        ("a/jiho-park/b", "Jiho Park", ["jiho-park"]),
        ("남궁 옥분 님은 와요.", "남궁옥분", ["남궁 옥분"]),
        ("박 지호가 왔어요.", "박지호", ["박 지호"]),
        ("박 지호텔", "박지호", []),
    ],
)
def test_other_ways_of_writing_a_name(text: str, name: str, found: list[str]) -> None:
    assert met(text, name) == found


@pytest.mark.parametrize(
    "path", ["pat-o-brien", "pat-obrien", "patobrien", "with-pat-o-brien-there"]
)
def test_a_name_with_an_apostrophe_in_a_path(path: str) -> None:
    finder: NameFinder[str] = NameFinder()
    finder.add(sorted(forms_of("Pat O’Brien")), "pat")
    together = finder.written_together()
    words = path.replace("-", " ")
    assert [*together.find(path, small=True), *together.find(words, small=True)]


@pytest.mark.parametrize(
    "title", ["Pat O'Brien", "J. R. Müller", "박 지호", "Kim Hae-seong"]
)
def test_a_name_in_an_address_is_as_an_id(title: str) -> None:
    assert names.in_address(title) == as_id(title)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Pat O'Brien", {"Pat"}),
        ("Grace Lee", {"Grace"}),
        ("Kim Hae-seong", set()),
        ("Jiho Park", set()),
        ("Tom Baker", {"Tom", "Baker"}),
        ("박지호", set()),
        ("김하나", {"하나"}),
        ("남궁 옥분", set()),
        ("김솔", {"솔"}),
        ("해성", set()),
        ("P. Quxley", set()),
    ],
)
def test_what_of_a_name_is_not_looked_for(name: str, left: set[str]) -> None:
    assert left_out_of(name) == left


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("고은별 (Eunbyeol Ko)", {"고은별", "은별", "Eunbyeol Ko", "Eunbyeol"}),
        ("손하늘 Haneul Son", {"손하늘", "Haneul Son", "Haneul"}),
        ("김훈 (Hoon Kim)", {"김훈", "Hoon Kim", "Hoon"}),
        ("Baek Ok-rye (백옥례)", {"백옥례", "옥례", "Baek Ok-rye", "Ok-rye"}),
        ("Dr. Quilla Vornhast", {"Quilla", "Vornhast"}),
        ("Quilla Vornhast Jr.", {"Quilla", "Vornhast"}),
        ("Quilla Vornhast (the baker)", {"Quilla", "Vornhast"}),
        ("Vornhast, Quilla", {"Quilla", "Vornhast"}),
        ("Quilla & Rolf Vornhast", {"Quilla", "Rolf", "Vornhast"}),
    ],
)
def test_every_part_that_tells_is_looked_for(name: str, forms: set[str]) -> None:
    assert forms <= forms_of(name)
    assert not {"Park", "Jr", "Dr", "the", "baker", "Ko", "Ko)"} & forms_of(name)


@pytest.mark.parametrize("text", ["은별ㅋㅋ 왔어요", "은별2호", "은별A"])
def test_what_is_no_syllable_behind_a_name_hides_nobody(text: str) -> None:
    finder: NameFinder[str] = NameFinder()
    finder.add(forms_of("고은별"), "ko")
    assert [met.written for met in finder.find(text)] == ["은별"]
