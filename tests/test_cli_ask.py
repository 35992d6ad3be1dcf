"""`storyhouse ask`, as an owner meets it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from storyhouse.cli.ask import STATES
from storyhouse.model.asks import AskState
from storyhouse.model.record import AskId
from storyhouse.words import LANGUAGES, words_for
from tests.shop import TODAY, Shop

SRC = Path(__file__).parents[1] / "src"


def _ask(shop: Shop, *words: str) -> Result:
    line = ["ask", *words, "--shop", str(shop.root), "--today", str(TODAY)]
    return CliRunner().invoke(storyhouse, line, catch_exceptions=False)


def _done(shop: Shop, *words: str) -> str:
    result = _ask(shop, *words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def _text(shop: Shop, id_: str) -> str:
    return (shop.root / f"content/asks/{id_}.yml").read_text("utf-8")


def _state(shop: Shop, id_: str) -> str:
    rows = json.loads(_done(shop, "list", "--format", "json"))
    return str(next(r["state"] for r in rows if r["id"] == id_))


def test_add_writes_an_ask_in_seconds(shop: Shop) -> None:
    said = _done(
        shop, "add", "less sugar, please", "--by", "haeseong", "--via", "a note"
    )
    assert said.startswith("content/asks/less-sugar-please.yml is there.\n")
    assert _text(shop, "less-sugar-please") == (
        "title: less sugar, please\nwords: less sugar, please\nby: [haeseong]\n"
        "date: 2026-11-26\nvia: a note\n"
    )
    assert "ask answer less-sugar-please 'Thank you" in said
    assert "consent" not in said
    assert _state(shop, "less-sugar-please") == "heard"
    assert shop.codes() == []


def test_add_takes_who_when_and_what_to_call_it(shop: Shop) -> None:
    _done(shop, "add", "X is dry", "--title", "Moist: rye", "--date", "2026-11-20")
    assert _text(shop, "moist-rye") == (
        'title: "Moist: rye"\nwords: X is dry\nby: [anonymous]\ndate: 2026-11-20\n'
    )
    _done(shop, "add", "X is dry", "--title", "Moist: rye", "--by", "Kim hae-seong")
    assert "by: [haeseong]" in _text(shop, "moist-rye-2")


def test_somebody_new_is_written_down_and_not_shown(shop: Shop) -> None:
    said = _done(shop, "add", "A bench.", "--by", "Park Ji-woo", "--by", "haeseong")
    person = shop.root / "content/people/park-ji-woo.yml"
    assert person.read_text("utf-8") == "name: Park Ji-woo\n"
    assert "person consent park-ji-woo --for name,words --where site" in said
    assert "The words of “park-ji-woo” are kept and not shown" in said
    assert "Say it in your own words" in said
    id_ = "what-somebody-asked-on-26-november-2026"
    assert "by: [park-ji-woo, haeseong]" in _text(shop, id_)
    assert "bench" not in _text(shop, id_).replace("words: A bench.", "")
    assert shop.codes() == []


def test_a_name_that_is_nearly_known_is_asked_about(shop: Shop) -> None:
    before = sorted(shop.root.rglob("*.yml"))
    result = _ask(shop, "add", "A bench", "--by", "Somebody Else", "--by", "haesong")
    assert result.exit_code == 2
    assert "Did you mean “haeseong”?" in result.stderr
    assert sorted(shop.root.rglob("*.yml")) == before
    _done(shop, "add", "A bench", "--by", "haesong", "--new")
    assert (shop.root / "content/people/haesong.yml").is_file()


@pytest.mark.parametrize(
    ("name", "near"),
    [("해송", True), ("김혜성", True), ("박해성", False), ("김민지", False)],
)
def test_near_names_in_hangul(korean_shop: Shop, name: str, near: bool) -> None:  # noqa: FBT001
    result = _ask(korean_shop, "add", "의자 하나", "--by", name)
    assert ("혹시 “해성”" in result.stderr) is near
    assert result.exit_code == (2 if near else 0)


def test_a_korean_shop_is_answered_in_korean(korean_shop: Shop) -> None:
    said = _done(korean_shop, "add", "의자 하나만 놓아 주세요", "--by", "해성")
    assert "content/asks/의자-하나만-놓아-주세요.yml에 적었어요." in said
    assert "2026년 12월 3일까지 알려 드릴게요." in said
    assert "language" not in _text(korean_shop, "의자-하나만-놓아-주세요")
    _done(korean_shop, "add", "a bench, please")
    assert "language: en\n" in _text(korean_shop, "a-bench-please")


def test_the_suggested_answer_runs_as_it_stands(shop: Shop) -> None:
    said = _done(shop, "add", 'it\'s "dry"; rm -rf $HOME', "--title", "Dry")
    command = said.splitlines()[-1].strip()
    ran = subprocess.run(
        ["sh", "-c", f'alias storyhouse="{sys.executable} -m storyhouse"\n{command}'],
        env={**os.environ, "PYTHONPATH": str(SRC), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "words: Thank you for telling us." in _text(shop, "dry")


def test_answer_plan_decline_merge_told_go_through_the_states(shop: Shop) -> None:
    _done(shop, "add", "A bench")
    before = _text(shop, "a-bench")
    _done(shop, "answer", "a-bench", "We measure the pavement on Sunday.")
    assert _text(shop, "a-bench") == before + (
        "answers:\n  - {date: 2026-11-26, by: mara, words: "
        "We measure the pavement on Sunday.}\n"
    )
    assert _state(shop, "a-bench") == "answered"
    _done(shop, "plan", "a-bench", "--until", "2027-03-01")
    assert "plan: {state: planned, promised_by: 2027-03-01}\n" in _text(shop, "a-bench")
    _done(shop, "plan", "a-bench", "--building")
    assert "plan: {state: building, promised_by: 2027-03-01}" in _text(shop, "a-bench")
    assert _state(shop, "a-bench") == "building"
    _done(shop, "decline", "a-bench", "--because", "The law.", "--instead", "A sill.")
    assert _state(shop, "a-bench") == "declined"
    assert "declined: {date: 2026-11-26, because: The law., instead: A sill.}" in _text(
        shop, "a-bench"
    )
    assert "anonymous" in _done(
        shop, "told", "a-bench", "--how", "a note", "--not-thanked"
    )
    told = (
        "told:\n  - {person: anonymous, how: a note, date: 2026-11-26, thanked: false}"
    )
    assert told in _text(shop, "a-bench")
    _done(shop, "told", "a-bench", "--person", "anonymous")
    assert told.replace("false", "true") in _text(shop, "a-bench")
    assert "has been told" in _done(shop, "told", "a-bench")
    assert shop.codes() == []


def test_merging_keeps_everybody_who_asked(shop: Shop) -> None:
    _done(shop, "add", "Too salty", "--title", "Too salty", "--by", "Ada")
    said = _done(shop, "merge", "too-salty", "less-salt")
    assert "Asked for by: haeseong, anonymous, ada" in said
    assert _text(shop, "too-salty").endswith("merged_into: less-salt\n")
    _done(shop, "add", "x", "--title", "Far too salty", "--by", "Bea")
    said = _done(shop, "merge", "far-too-salty", "less-salt")
    assert "ada, bea" in said
    house = shop.house()
    askers = house.askers(house.asks[AskId("less-salt")])
    assert askers[:2] == ["haeseong", "anonymous"]
    assert sorted(askers[2:]) == ["ada", "bea"]
    _done(shop, "told", "less-salt", "--person", "Ada", "--how", "in person")
    assert "{person: ada, how: in person" in _text(shop, "less-salt")


def test_every_state_can_be_asked_for() -> None:
    assert [*AskState] == STATES


def test_the_list_is_by_state_and_age(shop: Shop) -> None:
    shop.change("newsletters/2026-10-less-salt.md", "status: sent", "status: ready")
    told = "told: [{person: haeseong, how: in person, date: 2026-10-12}]\n"
    text = (shop.root / "content/asks/less-salt.yml").read_text("utf-8")
    shop.write("content/asks/less-salt.yml", text.partition("told:")[0] + told)
    _done(shop, "add", "A bench, for the old", "--title", "Bench", "--by", "Ada")
    _done(shop, "add", "x", "--title", "Older", "--date", "2026-10-01")
    said = _done(shop, "list")
    assert said == (
        "Heard (2)\n"
        "  56 days  older: Older (anonymous)\n"
        "    x\n"
        "  0 days  bench: Bench (ada)\n"
        "    A bench, for the old\n"
        "\n"
        "Built (1)\n"
        "  84 days  less-salt: Less salt in the salt bread (haeseong, anonymous)"
        " · not told yet: anonymous\n"
    )
    assert (
        _done(shop, "list", "--state", "planned") == "There are no asks of this kind.\n"
    )
    rows = json.loads(_done(shop, "list", "--state", "built", "--format", "json"))
    assert [r["id"] for r in rows] == ["less-salt"]
    assert rows[0]["askers"] == ["haeseong", "anonymous"]
    assert rows[0]["untold"] == ["anonymous"]


def test_what_is_broken_elsewhere_does_not_stop_an_ask(shop: Shop) -> None:
    shop.write("content/shop.yml", "name: [\n")
    shop.write("content/people/mara.yml", "name: : x\n")
    shop.write("content/products/salt-bread.md", "nothing")
    said = _done(shop, "add", "A bench", "--by", "haeseong", "--by", "mara")
    assert "content/asks/a-bench.yml is there." in said
    _done(shop, "answer", "a-bench", "Soon.")
    assert "- {date: 2026-11-26, words: Soon.}" in _text(shop, "a-bench")


def test_an_ask_that_cannot_be_read_is_said_with_its_place(shop: Shop) -> None:
    shop.write("content/asks/broken.yml", "title: [\n")
    result = _ask(shop, "answer", "broken", "x")
    assert result.exit_code == 1
    assert "content/asks/broken.yml:1:8: error" in result.stderr


def _csv(shop: Shop, text: str | bytes) -> str:
    return str(shop.write("answers.csv", text))


def test_import_reports_and_doubles_nothing(shop: Shop) -> None:
    file = _csv(shop, "Timestamp,Name,Your idea,Email\n2026-10-07,Ada,A bench,a@b.de\n")
    dry = _done(shop, "import", file, "--dry-run")
    assert "1 ask would be written down, 1 person would be new." in dry
    assert "kept in content/: “Email”" in dry
    assert "  words: Your idea\n" in dry
    done = _done(shop, "import", file)
    assert "1 ask is written down, 1 person is new." in done
    again = _done(shop, "import", file)
    assert "line 2: is there already: what-somebody-asked-on-7-october-2026" in again
    assert "0 asks are written down" in again


#: What refuses, by its code. A shop with a bench that was declined, and so on.
_REFUSED: dict[str, tuple[str, ...]] = {
    "unknown-ask": ("answer", "les-salt", "x"),
    "unknown-person": ("answer", "less-salt", "x", "--by", "Qqq"),
    "near-person": ("add", "x", "--by", "haesong"),
    "two-people": ("add", "x", "--by", "Twin"),
    "no-words": ("add", " \n"),
    "no-answer": ("answer", "less-salt", " "),
    "blank": ("answer", "less-salt", "“…”"),
    "no-how": ("told", "less-salt", "--how", " "),
    "nobody-answers": ("answer", "less-salt", "x", "--by", "anonymous"),
    "day-to-come": ("add", "x", "--date", "2027-01-01"),
    "day-passed": ("plan", "heard", "--until", "2026-11-25"),
    "no-reason": ("decline", "heard"),
    "no-instead": ("decline", "heard", "--because", "no"),
    "merge-circle": ("merge", "less-salt", "merged"),
    "in-circle": ("told", "selfy"),
    "is-merged": ("answer-or-plan", "merged"),
    "is-built": ("plan", "less-salt"),
    "is-declined": ("plan", "declined"),
    "nothing-to-tell": ("told", "heard"),
    "not-an-asker": ("told", "less-salt", "--person", "mara"),
    "wants-out": ("told", "less-salt", "--person", "gone"),
    "too-large": ("import", "{file}"),
    "no-text": ("import", "{file}"),
    "no-rows": ("import", "{file}"),
    "broken": ("import", "{file}"),
    "no-words-column": ("import", "{file}"),
    "unknown-field": ("import", "{file}", "--map", "wrds=A"),
    "unknown-column": ("import", "{file}", "--map", "words=C"),
    "map-form": ("import", "{file}", "--map", "words"),
    "unread": ("import", "{file}", "--map", "words=A"),
}
_TABLES: dict[str, bytes] = {
    "no-text": b"words\n\xff\x81 \x80\n",
    "no-rows": b"\n",
    "broken": b'words\n"x\n',
}


_SELFY = "title: t\nwords: w\nby: [anonymous]\ndate: 2026-11-20\nmerged_into: selfy\n"


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """A shop with an ask in every state."""
    people = {"kim": "Twin", "lee": "Twin", "gone": "Zed"}
    for id_, name in people.items():
        shop.write(f"content/people/{id_}.yml", f"name: {name}\n")
    shop.write("content/people/gone.yml", "name: Zed\nwithdrawn: 2026-11-01\n")
    shop.change("content/asks/less-salt.yml", "anonymous]", "anonymous, gone]")
    head = "title: t\nwords: w\nby: [anonymous]\ndate: 2026-11-20\n"
    shop.write("content/asks/heard.yml", head)
    shop.write("content/asks/merged.yml", f"{head}merged_into: less-salt\n")
    no = "declined: {date: 2026-11-21, because: no, instead: yes}\n"
    shop.write("content/asks/declined.yml", head + no)
    return shop


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", _REFUSED)
def test_what_cannot_be_meant_is_refused_in_a_sentence(
    busy: Shop, monkeypatch: pytest.MonkeyPatch, code: str, language: str
) -> None:
    busy.change("content/shop.yml", "language: en", f"language: {language}")
    file = _csv(busy, _TABLES.get(code, b"A,B\nx,y\n"))
    if code == "too-large":
        monkeypatch.setattr("storyhouse.keeping.tables.MOST_MB", 0)
    if code == "in-circle":
        busy.write("content/asks/selfy.yml", _SELFY)
    if code == "unread":
        busy.write("content/asks/broken.yml", "title: [\n")
    words = [w.replace("{file}", file) for w in _REFUSED[code]]
    before = {f: f.read_bytes() for f in busy.root.rglob("*.yml")}
    result = _ask(busy, *(["plan", *words[1:]] if code == "is-merged" else words))
    assert result.exit_code == 2
    assert result.stdout == ""
    template = words_for(language).entries[f"command.ask.refused.{code}"]
    parts = (re.escape(p) for p in re.split(r"\{[^}]*\}", template))
    assert re.search(".+".join(parts), result.stderr), result.stderr
    assert {f: f.read_bytes() for f in busy.root.rglob("*.yml")} == before


def test_every_refusal_is_tested() -> None:
    assert set(words_for("en").of("command.ask.refused")) == set(_REFUSED)


def test_every_oddity_of_a_table_has_its_words() -> None:
    source = (SRC / "storyhouse/keeping").glob("*.py")
    written = " ".join(file.read_text("utf-8") for file in source)
    for what in words_for("en").of("command.ask.import.what"):
        assert f'"{what}"' in written


@pytest.mark.parametrize("language", LANGUAGES)
def test_oddities_are_said(busy: Shop, language: str) -> None:
    busy.change("content/shop.yml", "language: en", f"language: {language}")
    text = (
        "date,name,words,more\n1/2/2026,,a,\n,Twin,b,\n,haesong,c,\n2027-01-01,,d,\n"
        "x,,e,\n,,=f(1),\n,,<b>g</b>,\n,,h\x07,\n,,a@b.example,\n"
        f",,{'i' * 6000},\n,,j\n,,,x\n1/2/2026,,a,\n,,w,\n,,없음,\n,q@b.example,k,\n"
    )
    shop_says = _done(busy, "import", _csv(busy, text))
    for what, template in words_for(language).of("command.ask.import.what").items():
        parts = (re.escape(p) for p in re.split(r"\{[^}]*\}", template))
        if what != "there":
            assert re.search(".+".join(parts), shop_says), what
    assert busy.codes() == []


def test_two_commands_at_once_both_land(shop: Shop) -> None:
    def start(words: str) -> subprocess.Popen[bytes]:
        line = [sys.executable, "-m", "storyhouse", "ask", "add", words, "--by", "Ada"]
        line += ["--title", "Same", "--shop", str(shop.root), "--today", str(TODAY)]
        env = {**os.environ, "PYTHONPATH": str(SRC)}
        return subprocess.Popen(line, env=env, stdout=subprocess.DEVNULL)

    running = [start(f"words {n}") for n in range(4)]
    assert [process.wait(120) for process in running] == [0] * 4
    asks = [a for a in shop.house().asks.values() if a.title == "Same"]
    assert sorted(a.words.opened() for a in asks) == [f"words {n}" for n in range(4)]
    assert {a.by for a in asks} == {("ada",)}


def test_whom_an_ask_was_given_to_is_said(shop: Shop) -> None:
    said = _done(shop, "add", "A bench", "--by", "kim hae-seong")
    assert "From: Kim Hae-seong (content/people/haeseong.yml)\n" in said
    assert "From:" not in _done(shop, "add", "A lamp")


def test_somebody_else_of_the_same_name_is_somebody_else(korean_shop: Shop) -> None:
    _done(korean_shop, "add", "의자 하나", "--by", "오미선")
    again = _done(korean_shop, "add", "의자 둘", "--by", "오미선")
    assert "말씀하신 분: 오미선 (content/people/오미선.yml)" in again
    said = _done(
        korean_shop,
        "add",
        "등",
        "--title",
        "등",
        "--by",
        "오미선",
        "--by",
        "오미선 님",
        "--new",
    )
    assert "content/people/오미선-2.yml" in said
    assert "by: [오미선-2]" in _text(korean_shop, "등")
    both = ("--by", "오미선-2", "--by", "오미선")
    assert _ask(korean_shop, "add", "x", *both).exit_code == 0


@pytest.mark.parametrize(
    "name", ["해성님", "해성 님", "해성씨", "해성 선생님", "해성 고객님", "'해성"]
)
def test_what_is_said_behind_a_name_is_no_part_of_it(
    korean_shop: Shop, name: str
) -> None:
    _done(korean_shop, "add", "의자 하나", "--by", name)
    assert "by: [해성]" in _text(korean_shop, "의자-하나") or (
        "by: [haeseong]" in _text(korean_shop, "의자-하나")
    )
    _done(korean_shop, "add", "등 하나", "--by", name.replace("해성", "지우"))
    assert (korean_shop.root / "content/people/지우.yml").read_text() == "name: 지우\n"


def test_a_syllable_and_its_honorific_stay_together(korean_shop: Shop) -> None:
    _done(korean_shop, "add", "의자 하나", "--by", "별님")
    assert (korean_shop.root / "content/people/별님.yml").is_file()


@pytest.mark.parametrize("words", ["…", "...", "“…”", " … "])
def test_the_place_of_words_is_not_words(shop: Shop, words: str) -> None:
    before = {f: f.read_bytes() for f in shop.root.rglob("*.yml")}
    for line in (
        ("add", words),
        ("add", "x", "--via", words),
        ("answer", "less-salt", words),
        ("told", "less-salt", "--how", words),
    ):
        result = _ask(shop, *line)
        assert result.exit_code == 2
        assert "in the place of “…”" in result.stderr
    _done(shop, "add", "x", "--title", "Bench")
    for line in (("--because", words), ("--because", "No.", "--instead", words)):
        assert "in the place" in _ask(shop, "decline", "bench", *line).stderr
    (shop.root / "content/asks/bench.yml").unlink()
    assert {f: f.read_bytes() for f in shop.root.rglob("*.yml")} == before


@pytest.mark.parametrize("words", ["- a: b", "-소금을 덜", "-5 is cold", "--- hm"])
def test_words_may_begin_with_a_dash(shop: Shop, words: str) -> None:
    _done(shop, "add", words, "--title", "Dash", "--via", "- a note")
    ask = shop.house().asks[AskId("dash")]
    assert (ask.words.opened(), ask.via) == (words, "- a note")
    _done(shop, "answer", "dash", words)
    assert shop.house().asks[AskId("dash")].answers[0].words == words


def test_a_misspelt_option_is_still_none(shop: Shop) -> None:
    result = _ask(shop, "add", "A bench", "--titel", "Bench")
    assert result.exit_code == 2
    assert "--title" in result.stderr
    assert _ask(shop, "add", "A bench", "--titel=A bench").exit_code == 2
    assert _ask(shop, "add", "A bench", "-x").exit_code == 2


def test_thanks_can_be_said_later(busy: Shop) -> None:
    no_thanks = ("told", "declined", "--how", "a note", "--not-thanked")
    _done(busy, *no_thanks)
    assert "thanked: false" in _text(busy, "declined")
    assert "has been told" in _done(busy, "told", "declined")
    assert "thanked: false" in _text(busy, "declined")
    assert "anonymous" in _done(busy, "told", "declined", "--thanked")
    assert "thanked: false" not in _text(busy, "declined")
    assert "has been told" in _done(busy, "told", "declined", "--thanked")


def test_a_circle_is_said_and_followed_by_nobody(busy: Shop) -> None:
    head = "title: t\nwords: w\nby: [anonymous]\ndate: 2026-11-20\n"
    busy.write("content/asks/selfy.yml", _SELFY)
    busy.write("content/asks/one.yml", f"{head}merged_into: two\n")
    busy.write("content/asks/two.yml", f"{head}merged_into: one\n")
    assert "now part of “selfy”" in _done(busy, "list")
    for line in (
        ("told", "one"),
        ("merge", "heard", "two"),
        ("merge", "heard", "selfy"),
    ):
        result = _ask(busy, *line)
        assert result.exit_code == 2
        assert "is part of itself" in result.stderr


def test_a_name_that_may_not_stand_there_is_said_at_once(shop: Shop) -> None:
    shop.write("content/people/bo.yml", "name: Bo Quillfeather\n")
    result = _ask(shop, "add", "Bo Quillfeather wants a bench")
    assert result.exit_code == 1
    assert "content/asks/bo-quillfeather-wants-a-bench.yml:1:8: error" in result.stderr
    assert "[person/leftover]" in result.stderr
    _done(shop, "add", "Bo Quillfeather wants a lamp", "--title", "Lamp", "--by", "Ada")
    result = _ask(shop, "answer", "lamp", "Ask Bo Quillfeather.")
    assert "[person/leftover]" in result.stderr


def test_lines_of_an_answer_stay_lines(shop: Shop) -> None:
    _done(shop, "add", "one\n\ttwo", "--title", "Lines")
    assert "words: |\n  one\n      two\n" in _text(shop, "lines")
    _done(shop, "answer", "lines", "one:\n\ttwo")
    assert "words: |\n" in _text(shop, "lines").split("answers:")[1]
    _done(shop, "answer", "lines", "three\n\tfour")
    said = [a.words.strip() for a in shop.house().asks[AskId("lines")].answers]
    assert said == ["one:\n    two", "three\n    four"]


def test_import_says_what_has_waited_too_long(shop: Shop) -> None:
    text = "date,words\n2026-11-26,a\n2026-11-10,b\n2026-10-01,c\n2026-10-02,d\n"
    said = _done(shop, "import", _csv(shop, text), "--dry-run")
    assert "1 ask has waited more than 7 days for an answer: a warning" in said
    assert "2 asks have waited more than 21 days for an answer: an error" in said
    assert "check --write-baseline" in said
    rules = "rules: {loop/unanswered: off}\n"
    shop.write("content/shop.yml", (shop.root / "content/shop.yml").read_text() + rules)
    assert "waited" not in _done(shop, "import", _csv(shop, text))


@pytest.mark.parametrize("command", ["", "add", "list", "import", "told"])
def test_help_has_an_example(command: str) -> None:
    line = ["ask", *([command] if command else []), "--help"]
    said = CliRunner().invoke(storyhouse, line).stdout
    assert "storyhouse ask " in said
