"""A reader's own part of a letter: what became of what they asked."""

from __future__ import annotations

import datetime as dt
import html
from dataclasses import replace
from pathlib import Path

import pytest

from storyhouse.building import build_shop
from storyhouse.checking import check
from storyhouse.letters import Letter, limits, message, render
from storyhouse.letters.personal import ASKED, Item, Personal, parts, told_by
from storyhouse.letters.wrap import COLUMNS
from storyhouse.model.asks import Answer, Declined, Plan, PlanState, Told
from storyhouse.model.house import CheckedHouse, House
from storyhouse.model.issues import IssueStatus
from storyhouse.model.record import AskId, IssueId, PersonId
from storyhouse.prose.fields import Parts, filled
from tests.conftest import Golden
from tests.shop import TODAY, Shop

GOLDEN = Path(__file__).parents[1] / "golden/letters/personal"
OCTOBER, WINTER = IssueId("october"), IssueId("winter")
CLARA, SECRET, SUNJA = PersonId("clara"), PersonId("secret"), PersonId("sunja")
RADIO, HOOK = AskId("radio"), AskId("lower-hook")
WAYS = {
    "view_url": "https://moss.example/v/",
    "unsubscribe_url": "https://moss.example/u/",
}
DAY = dt.date(2026, 12, 1)


def letter_of(house: House, issue: IssueId) -> Letter:
    letter, found = render(CheckedHouse(house), house.issues[issue])
    assert letter, found
    assert found == []
    return letter


def page(letter: Letter, own: Parts) -> str:
    return filled(letter.html, WAYS, html.escape, own)


def with_ask(house: House, id_: AskId, **changes: object) -> House:
    ask = replace(house.asks[id_], **changes)  # type: ignore[arg-type]
    return replace(house, asks={**house.asks, id_: ask})


def unbuilt(house: House, id_: AskId) -> House:
    """The house without the story that answers an ask."""
    written = {k: s for k, s in house.written.items() if id_ not in s.built_for}
    return replace(house, written=written)


def items(house: House, who: PersonId, issue: IssueId = WINTER) -> list[Item]:
    return Personal(house, house.issues[issue]).items(who)


def test_long_words_of_an_owners_are_lines_of_the_text(house: CheckedHouse) -> None:
    long = Answer(date=DAY, by=house.shop.owner, words="We heard it. " * 30)
    asked = with_ask(unbuilt(house, RADIO), RADIO, answers=(long,), date=DAY)
    issue = asked.issues[WINTER]
    own = parts(asked, issue, SECRET)
    letter = letter_of(asked, WINTER)
    text = filled(letter.text, WAYS, parts=own)
    told = [line for line in text.split("\n") if "We heard it." in line]
    assert len(told) > 3
    assert max(map(len, told)) <= COLUMNS
    assert all(line.startswith("  ") for line in told)


@pytest.mark.parametrize(
    ("issue", "who"), [(OCTOBER, CLARA), (WINTER, CLARA), (WINTER, SECRET)]
)
def test_golden(
    house: CheckedHouse, issue: IssueId, who: PersonId, golden: Golden
) -> None:
    letter = letter_of(house, issue)
    own = parts(house, house.issues[issue], who)
    golden(GOLDEN / f"{issue}-{who}.txt", filled(letter.text, WAYS, parts=own))
    markup = page(letter, own)
    start = markup.index('<table class="box yours"')
    end = markup.index("</table>", start) + len("</table>")
    golden(GOLDEN / f"{issue}-{who}.html", f"{markup[start:end]}\n")


def test_it_stands_first(house: CheckedHouse) -> None:
    letter = letter_of(house, OCTOBER)
    own = parts(house, house.issues[OCTOBER], CLARA)
    for text in (page(letter, own), filled(letter.text, WAYS, parts=own)):
        title = text.rfind("Why we cut the salt", 0, text.find("You asked us."))
        assert -1 < title < text.find("You asked us.") < text.find("What you changed")


@pytest.mark.parametrize("issue", [OCTOBER, WINTER])
def test_who_has_none_gets_the_letter_of_before(
    house: CheckedHouse, issue: IssueId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte the letter of a shop in which nobody has a part of their own."""
    letter = letter_of(house, issue)
    monkeypatch.setattr(Personal, "everybody", lambda _self: {})
    bare = letter_of(house, issue)
    assert len(letter.html) > len(bare.html)
    assert page(letter, {}) == page(bare, {})
    assert filled(letter.text, WAYS) == filled(bare.text, WAYS)
    assert message(letter, "a@b.example", WAYS) == message(bare, "a@b.example", WAYS)


def test_no_mark_is_left(house: CheckedHouse) -> None:
    letter = letter_of(house, WINTER)
    for who in house.people:
        own = parts(house, house.issues[WINTER], who)
        for text in (page(letter, own), filled(letter.text, WAYS, parts=own)):
            assert not {"\ufffe", "\uffff"} & {*text}
            assert "asked:" not in text


def test_nothing_of_it_in_any_output(tmp_path: Path) -> None:
    """Neither on the site nor among the letter's files, nor that somebody has it."""
    shop = Shop.of("letters", tmp_path / "shop")
    built, _ = build_shop(shop.root, TODAY)
    assert built.house
    house, _ = check(shop.house())
    assert house
    said = {"You see this because", "알려 드려요", "You asked us.", "말씀해 주셨지요"}
    assert items(house, SECRET)
    files = [p for p in (shop.root / "out").rglob("*") if p.is_file()]
    assert any(p.name == "letter.html" for p in files)
    for path in files:
        data = path.read_bytes()
        if path.name == "letter.mjml":  # the theme's shell: slots, and no person's
            continue
        for words in said:
            assert words.encode() not in data, (path, words)


# What is told.


def test_what_was_built(house: CheckedHouse) -> None:
    [item] = items(house, CLARA)
    assert item.became == "말씀하신 대로 했어요."
    assert item.title == "A hook at a child's height"
    assert item.address == "https://moss.example/changelog/lamp-hook/"
    assert (item.words, item.lang) == ("Three of them at 80 cm.", "en")
    assert item.why == "2026년 11월 24일에 말씀해 주셔서 알려 드려요."


def test_who_joined_later_is_told_no_day(house: CheckedHouse) -> None:
    [item] = items(house, SUNJA)
    assert item.why == "함께 말씀해 주셔서 알려 드려요."


def test_how_they_asked_in_the_letters_language(house: CheckedHouse) -> None:
    said = with_ask(
        house, RADIO, via="계산대 쪽지", language=house.issues[WINTER].language
    )
    assert items(said, SECRET)[0].why.endswith("알려 드려요. (계산대 쪽지)")
    other = with_ask(house, RADIO, via="note at the till", language="en")
    assert "till" not in items(other, SECRET)[0].why


@pytest.mark.parametrize(
    ("changes", "became", "words"),
    [
        ({"answers": (Answer(date=DAY, words="Soon."),)}, "저희 대답이에요.", "Soon."),
        (
            {
                "answers": (Answer(date=DAY, words="Soon."),),
                "plan": Plan(state=PlanState.PLANNED, promised_by=dt.date(2027, 1, 5)),
            },
            "2027년 1월 5일까지 하기로 했어요.",
            "Soon.",
        ),
        (
            {
                "declined": Declined(
                    date=DAY, because="No room.", instead="Try next door."
                ),
                "answers": (Answer(date=DAY, words="Soon."),),
            },
            "지금은 어려워요. 까닭을 말씀드릴게요.",
            "No room. Try next door.",
        ),
    ],
)
def test_what_else_came_of_it(
    house: CheckedHouse, changes: dict[str, object], became: str, words: str
) -> None:
    changed = with_ask(unbuilt(house, RADIO), RADIO, **changes)
    [item] = [i for i in items(changed, SECRET) if "/asks/radio/" in i.address]
    assert (item.became, item.words) == (became, words)


def test_a_plan_without_an_answer_has_no_day(house: CheckedHouse) -> None:
    plan = Plan(state=PlanState.PLANNED)
    changed = with_ask(unbuilt(house, RADIO), RADIO, plan=plan)
    assert items(changed, SECRET) == []


def test_only_since_the_letter_before(house: CheckedHouse) -> None:
    assert "Less salt" in {i.title for i in items(house, CLARA, OCTOBER)}
    assert "Less salt" not in {i.title for i in items(house, CLARA)}
    assert items(house, CLARA, IssueId("first")) == []


def test_what_they_have_heard_is_not_told_again(house: CheckedHouse) -> None:
    told = Told(person=CLARA, how="at the till", date=dt.date(2026, 12, 2))
    later = replace(house, today=dt.date(2026, 12, 3))
    assert items(with_ask(later, HOOK, told=(told,)), CLARA) == []
    before = replace(told, date=dt.date(2026, 11, 25))
    assert items(with_ask(later, HOOK, told=(before,)), CLARA)
    assert items(with_ask(later, HOOK, told=(told,)), SUNJA)


def test_the_letter_that_told_it_stays_as_it_was(house: CheckedHouse) -> None:
    """`letter sent` writes down who was told; the rest of a sending is the same."""
    sent = replace(house.issues[WINTER], status=IssueStatus.SENT)
    told = Told(person=CLARA, how="in a letter", date=sent.day)
    later = replace(
        house, issues={**house.issues, WINTER: sent}, today=dt.date(2026, 12, 4)
    )
    assert items(with_ask(later, HOOK, told=(told,)), CLARA) == items(house, CLARA)


def test_a_merged_ask_is_told_to_all(house: CheckedHouse) -> None:
    merged = with_ask(house, RADIO, merged_into=HOOK)
    told = items(merged, SECRET)
    assert [i.address for i in told] == ["https://moss.example/changelog/lamp-hook/"]
    assert told[0].why == "2026년 11월 25일에 말씀해 주셔서 알려 드려요."
    circle = with_ask(merged, HOOK, merged_into=RADIO)
    assert len(items(circle, SECRET)) <= 1


@pytest.mark.parametrize(
    "who", [None, PersonId("anonymous"), PersonId("nobody-at-all")]
)
def test_nobody(house: CheckedHouse, who: PersonId | None) -> None:
    assert parts(house, house.issues[WINTER], who) == {}
    assert told_by(house, house.issues[WINTER], who) == []


def test_who_wants_out_gets_none(house: CheckedHouse) -> None:
    person = replace(house.people[CLARA], withdrawn=dt.date(2026, 11, 1))
    gone = replace(house, people={**house.people, CLARA: person})
    assert items(gone, CLARA) == []


def test_nobody_else_is_named(house: CheckedHouse) -> None:
    """Words that name somebody who did not agree are left out, not the news."""
    name = house.people[SECRET].name.opened()
    answer = Answer(date=DAY, words=f"We asked {name} as well.")
    changed = with_ask(unbuilt(house, HOOK), HOOK, answers=(answer,))
    [item] = items(changed, CLARA)
    assert name not in item.words
    assert item.words == "자세한 이야기는 링크에 적어 두었어요."
    titled = with_ask(changed, HOOK, title=f"A hook for {name}")
    assert items(titled, CLARA) == []
    own = with_ask(unbuilt(house, RADIO), RADIO, answers=(answer,))
    [item] = [i for i in items(own, SECRET) if "/asks/" in i.address]
    assert item.words == answer.words


def test_what_is_filled_in_is_escaped(house: CheckedHouse) -> None:
    answer = Answer(date=DAY, words='<b>"Yes" & {first_name|you}</b>')
    changed = with_ask(unbuilt(house, HOOK), HOOK, answers=(answer,))
    letter = letter_of(changed, WINTER)
    own = parts(changed, changed.issues[WINTER], CLARA)
    assert "&lt;b&gt;&quot;Yes&quot; &amp; {first_name|you}&lt;/b&gt;" in page(
        letter, own
    )
    assert '<b>"Yes" & {first_name|you}</b>' in filled(letter.text, WAYS, parts=own)


def test_whom_a_sent_letter_told(house: CheckedHouse) -> None:
    winter = house.issues[WINTER]
    letter = letter_of(house, WINTER)
    assert told_by(house, winter, CLARA, letter) == [HOOK]
    assert RADIO in told_by(house, winter, SECRET, letter)
    answer = Answer(date=DAY, words="Soon.")
    changed = with_ask(unbuilt(house, HOOK), HOOK, answers=(answer,))
    assert items(changed, CLARA)
    assert told_by(changed, winter, CLARA) == []


def test_the_largest_part_counts(house: CheckedHouse) -> None:
    answer = Answer(date=DAY, words="long " * 20_000)
    changed = with_ask(unbuilt(house, HOOK), HOOK, answers=(answer,))
    letter, found = render(CheckedHouse(changed), changed.issues[WINTER])
    assert letter is None
    assert [d.code for d in found] == ["letter/too-big"]
    assert int(found[0].facts["size"]) > limits.CLIPPED_AT


# Themes.


def themed(house: CheckedHouse, folder: Path, change: tuple[str, str]) -> CheckedHouse:
    """A theme of the shop's own, with one thing changed."""
    for name in ("letter.mjml.j2", "asked.mjml.j2"):
        file = house.theme.file(f"letter/{name}")
        assert file
        (folder / "letter").mkdir(exist_ok=True)
        text = file.read_text("utf-8").replace(*change)
        (folder / "letter" / name).write_text(text, "utf-8")
    theme = replace(house.theme, folders=(*house.theme.folders, folder))
    return CheckedHouse(replace(house, theme=theme))


def test_a_theme_may_leave_it_out(house: CheckedHouse, tmp_path: Path) -> None:
    house = themed(house, tmp_path, ('{% include "letter/asked.mjml.j2" %}', ""))
    letter, found = render(house, house.issues[WINTER])
    assert [(str(d.where.path), d.code) for d in found] == [
        ("themes/hearth/letter/letter.mjml.j2", "letter/no-personal")
    ]
    assert letter
    own = parts(house, house.issues[WINTER], CLARA)
    assert page(letter, own) == page(letter, {})
    assert filled(letter.text, WAYS, parts=own) == filled(letter.text, WAYS)
    assert told_by(house, house.issues[WINTER], CLARA, letter) == []


@pytest.mark.parametrize(
    "change",
    [
        ("{{ mine.end -}}", ""),
        ("{{ mine.each }}", "{{ mine.after }}{{ mine.each }}"),
        ("{{ mine.before }}", '{{ mine.field("title") }}{{ mine.before }}'),
    ],
)
def test_a_theme_may_not_halve_it(
    house: CheckedHouse, tmp_path: Path, change: tuple[str, str]
) -> None:
    """What stands outside its marks would be in everybody's letter."""
    house = themed(house, tmp_path, change)
    letter, found = render(house, house.issues[WINTER])
    assert letter is None
    assert [d.code for d in found] == ["letter/half-personal"]


def test_a_part_is_worked_out_once(house: CheckedHouse) -> None:
    personal = Personal(house, house.issues[WINTER])
    assert personal.parts(CLARA) is personal.parts(CLARA)
    assert set(personal.parts(CLARA)) == {ASKED}
