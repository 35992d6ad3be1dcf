"""Settings, allowances and the baseline: from what is found to what is told."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from storyhouse import checking
from storyhouse.checking.judging import Judge, baseline_text, counted
from storyhouse.diagnostics import Severity
from tests.own_pack import (
    PACK,
    PHRASE,
    RULE,
    STORY,
    house_with,
    of_rule,
    rushed,
    story,
)
from tests.shop import Shop

RUSHED = f"Come, {PHRASE}!\n"


def set_rules(shop: Shop, rules: str) -> None:
    shop.change("content/shop.yml", "look:", f"rules: {rules}\nlook:")


def said(shop: Shop, *groups: str) -> list[str]:
    """Places and codes of some groups of rules or mistakes."""
    return [
        f"{f.where}: {f.severity}: {f.code}"
        for f in shop.told().findings
        if f.code.partition("/")[0] in groups
    ]


# Settings.


@pytest.mark.parametrize(
    ("level", "severities"),
    [
        ("error", ["error"]),
        ("warning", ["warning"]),
        ("suggestion", ["suggestion"]),
        ("off", []),
        ("no", []),
        ("on", ["warning"]),
        ("{level: error}", ["error"]),
        ("{level: off}", []),
        ("", ["warning"]),
    ],
)
def test_a_shop_says_how_much_a_rule_matters(
    shop: Shop, level: str, severities: list[str]
) -> None:
    set_rules(rushed(shop), f"{{{RULE}: {level}}}")
    assert [f.severity for f in of_rule(shop)] == severities
    assert said(shop, "rules") == []


def test_a_shop_changes_a_rules_numbers(shop: Shop) -> None:
    shop.change("content/asks/less-salt.yml", "answers:", "# answers:")
    shop.change("content/asks/less-salt.yml", "told:", "# told:")
    shop.change("content/changelog/cut-the-salt.md", "answers: [less-salt]\n", "")
    shop.change("content/products/salt-bread.md", "asks: [less-salt]\n", "")
    assert [f.severity for f in of_rule(shop, "loop/unanswered")] == ["error"]
    set_rules(shop, "{loop/unanswered: {error: 200}}")
    assert [f.severity for f in of_rule(shop, "loop/unanswered")] == ["warning"]
    shop.change("content/shop.yml", "error: 200", "error: 200, warning: 190")
    assert of_rule(shop, "loop/unanswered") == []


@pytest.mark.parametrize(
    ("rules", "column", "code", "meant"),
    [
        ("{ad/urgent: off}", 9, "rules/unknown", "ad/urgency"),
        ("{own/rash: off}", 9, "rules/unknown", RULE),
        ("{ad/stacked: {famlies: 3}}", 22, "rules/unknown-number", "families"),
        ("{ad/urgency: {families: 3}}", 22, "rules/unknown-number", ""),
        ("{ad/stacked: {families: many}}", 32, "rules/number", ""),
        ("{ad/stacked: {families: -1}}", 32, "rules/number", ""),
        ("{ad/stacked: {families: nan}}", 32, "rules/number", ""),
        ("{ad/stacked: {families: 1e9}}", 32, "rules/number", ""),
        ("{ad/stacked: {families: [3]}}", 32, "rules/number", ""),
        ("{ad/urgency: eror}", 21, "rules/level", "error"),
        ("{ad/stacked: {level: loud}}", 29, "rules/level", ""),
    ],
)
def test_a_setting_that_means_nothing_is_said_in_its_place(
    shop: Shop, rules: str, column: int, code: str, meant: str
) -> None:
    set_rules(rushed(shop), rules)
    (found,) = (f for f in shop.told().findings if f.code.startswith("rules/"))
    assert (found.where.path, found.code) == (Path("content/shop.yml"), code)
    assert found.where.column == column
    assert found.severity is Severity.ERROR
    assert found.facts.get("meant", "") == meant


def test_all_wrong_settings_are_said_at_once(shop: Shop) -> None:
    set_rules(shop, "{ad/urgent: off, ad/stacked: {a: 1, families: x}, ad/rival: y}")
    assert len(said(shop, "rules")) == 4


# Drafts.


def test_a_draft_only_warns(shop: Shop) -> None:
    set_rules(rushed(shop), f"{{{RULE}: error}}")
    assert [f.severity for f in of_rule(shop)] == ["error"]
    shop.change(STORY, "title: Salt", "title: Salt\ndraft: true")
    assert [f.severity for f in of_rule(shop)] == ["warning"]
    shop.change("content/shop.yml", f"{RULE}: error", f"{RULE}: suggestion")
    assert [f.severity for f in of_rule(shop)] == ["suggestion"]


def test_a_letter_that_is_a_draft_only_warns(shop: Shop) -> None:
    letter = "newsletters/2026-10-less-salt.md"
    set_rules(rushed(shop, "Salt.\n"), f"{{{RULE}: error}}")
    shop.change(letter, "this letter is", f"{PHRASE}, this letter is")
    assert [f.severity for f in of_rule(shop)] == ["error"]
    shop.change(letter, "status: sent", "status: draft")
    assert [f.severity for f in of_rule(shop)] == ["warning"]


def test_what_concerns_a_person_is_an_error_in_a_draft_too(shop: Shop) -> None:
    rushed(shop, "Write to tom.baker@example.com.\n", "draft: true\n")
    found = shop.told(drafts=True).findings
    assert [f.severity for f in found if f.code == "pii/leak"] == ["error"]


# Allowances.

ALLOW = f'<!-- storyhouse: allow {RULE} because "we really do" -->'


@pytest.mark.parametrize(
    "body",
    [
        f"{ALLOW}\n{RUSHED}",
        f"{ALLOW}\n\n{RUSHED}",
        f"{ALLOW} {RUSHED}",
        f"Come, {PHRASE}! {ALLOW}\n",
        f"Come,\n{PHRASE}! {ALLOW}\nNow.\n",
        f"Salt.\n\n{ALLOW}\n## {RUSHED}",
        f"- Salt.\n- {ALLOW} {RUSHED}",
        f"{ALLOW}\n\n![{PHRASE}](../images/loaf.png)\n".replace(RULE, "ad/headline"),
        ALLOW.replace(' "we really do"', ": “we really do”") + f"\n{RUSHED}",
        ALLOW.replace('"we really do"', "we really do") + f"\n{RUSHED}",
        ALLOW.replace(" ", "\n") + f"\n{RUSHED}",
        ALLOW.replace("<!-- ", "<!--") + f"\n{RUSHED}",
    ],
)
def test_silence_with_a_reason(shop: Shop, body: str) -> None:
    rushed(shop, body)
    assert said(shop, "own", "ad", "allow") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"{ALLOW}\n\nSalt.\n\n{RUSHED}", ["5:1 allow/unused", "9:7 own/rush"]),
        (f"{RUSHED}\n{ALLOW}\n", ["5:7 own/rush", "7:1 allow/unused"]),
        (f"{ALLOW}\n\n{RUSHED}\n{RUSHED}", ["9:7 own/rush"]),
        (
            f"<!-- storyhouse: allow {RULE} -->\n{RUSHED}",
            ["5:1 allow/no-reason", "6:7 own/rush"],
        ),
        (
            f'<!-- storyhouse: allow {RULE} because "" -->\n{RUSHED}',
            ["5:1 allow/no-reason", "6:7 own/rush"],
        ),
        (
            f'<!-- storyhouse: allow own/rash because "x" -->\n{RUSHED}',
            ["5:1 allow/unknown", "6:7 own/rush"],
        ),
        (
            f'<!-- storyhouse: allow ad/urgency because "x" -->\n{RUSHED}',
            ["5:1 allow/unused", "6:7 own/rush"],
        ),
    ],
)
def test_silence_that_does_not_hold(shop: Shop, body: str, expected: list[str]) -> None:
    rushed(shop, body)
    found = [
        f"{f.where.line}:{f.where.column} {f.code}"
        for f in shop.told().findings
        if f.code.startswith(("own/", "allow/"))
    ]
    assert found == expected


def test_the_front_matter_holds_for_the_file(shop: Shop) -> None:
    allow = f"allow: [{{rule: {RULE}, because: We really do}}]\n"
    rushed(shop, f"{RUSHED}\n{RUSHED}", f"summary: Come, {PHRASE}!\n{allow}")
    assert said(shop, "own", "allow") == []
    shop.write(STORY.replace("salt", "rye"), story(RUSHED))
    assert len(of_rule(shop)) == 1


@pytest.mark.parametrize(
    ("allow", "expected"),
    [
        (f"[{{rule: {RULE}}}]", "4:9: warning: allow/no-reason"),
        (f"[{{rule: {RULE}, because: ''}}]", "4:9: warning: allow/no-reason"),
        (f"[{{rule: {RULE}, because: ' '}}]", "4:9: warning: allow/no-reason"),
        ("[{rule: own/rash, because: x}]", "4:9: warning: allow/unknown"),
        ("[{rule: ad/urgency, because: x}]", "4:9: warning: allow/unused"),
        (f"{RULE}", "4:8: error: wrong-list"),
    ],
)
def test_front_matter_that_does_not_hold(shop: Shop, allow: str, expected: str) -> None:
    rushed(shop, RUSHED, f"allow: {allow}\n")
    found = [
        f"{f.where.line}:{f.where.column}: {f.severity}: {f.code}"
        for f in shop.told().findings
        if str(f.where.path) == STORY and not f.code.startswith("value/")
    ]
    assert expected in found
    assert len(found) == 1 or "own/rush" in found[-1]


def test_every_kind_of_record_can_allow(shop: Shop) -> None:
    rushed(shop, "Salt.\n")
    allow = f"allow: [{{rule: {RULE}, because: We really do}}]"
    shop.change("content/shop.yml", "tagline: ", f"{allow}\ntagline: {PHRASE} ")
    for path, words in (
        ("content/pages/about.md", "We are four"),
        ("newsletters/2026-10-less-salt.md", "this letter"),
    ):
        shop.change(path, words, f"{PHRASE} {words}")
        text = (shop.root / path).read_text("utf-8")
        shop.write(path, text.replace("---\n", f"---\n{allow}\n", 1))
    ask = "content/asks/less-salt.yml"
    shop.change(ask, "We will try", f"{PHRASE} we will try")
    shop.write(ask, f"{(shop.root / ask).read_text('utf-8')}{allow}\n")
    assert said(shop, "own", "allow") == []


PARAGRAPHS = st.lists(
    st.sampled_from(
        [
            RUSHED,
            f"We bake,\n**{PHRASE}** now.\n",
            f"## Now {PHRASE}\n",
            f"> They say {PHRASE}.\n",
            "We bake.\n",
            "Hurry, last chance, buy now!\n",
            f"| {PHRASE} | b |\n|---|---|\n",
            "- We bake.\n- And wait.\n",
            "```\ncode\n```\n",
        ]
    ),
    min_size=1,
    max_size=6,
)
ABOVE = st.sampled_from([f"{ALLOW}\n", f"{ALLOW}\n\n"])


@given(PARAGRAPHS, ABOVE, st.data())
def test_an_allowance_takes_one_finding_and_adds_none(
    paragraphs: list[str], above: str, data: st.DataObject
) -> None:
    def found(texts: list[str]) -> list[tuple[str, str]]:
        text = story("\n".join(texts))
        lines = text.split("\n")
        judge = Judge(house := house_with((STORY, text)))
        findings = [*checking.look_at(house, judge), *judge.rest()]
        own = (f for f in findings if str(f.where.path) == STORY)
        return sorted((f.code, lines[f.where.line - 1]) for f in own)

    rushing = [n for n, text in enumerate(paragraphs) if _rushes(text)]
    before = found(paragraphs)
    assert Counter(code for code, _ in before)[RULE] == len(rushing)
    if rushing:
        one = data.draw(st.sampled_from(rushing))
        line = next(s for s in paragraphs[one].split("\n") if PHRASE in s)
        before.remove((RULE, line))
        allowed = [*paragraphs[:one], above + paragraphs[one], *paragraphs[one + 1 :]]
        assert found(allowed) == before


def _rushes(text: str) -> bool:
    return PHRASE in text and not text.startswith(">")


# The baseline.


def known(shop: Shop, **more: int) -> None:
    """Write a baseline of one file."""
    text = yaml.safe_dump({"known": {STORY: {RULE: 2, **more}}})
    shop.write("content/baseline.yml", text)


def judged(shop: Shop) -> tuple[list[str], Judge]:
    """What is told of the rule, and the judge."""
    judge = Judge(shop.house())
    found = checking.look_at(judge.house, judge)
    return [str(f.where) for f in found if f.code == RULE], judge


def test_what_is_known_is_held(shop: Shop) -> None:
    known(rushed(shop, f"{RUSHED}\n{RUSHED}"))
    found, judge = judged(shop)
    assert found == []
    assert judge.held == {STORY: {RULE: 2}}
    assert judge.fixed == {}


def test_of_more_than_was_known_all_are_told(shop: Shop) -> None:
    """Nobody can say which of them is the new one."""
    known(rushed(shop, f"{RUSHED}\n{RUSHED}\n{RUSHED}"))
    found, judge = judged(shop)
    assert len(found) == 3
    assert judge.held == judge.fixed == {}


def test_what_is_gone_is_told(shop: Shop) -> None:
    known(rushed(shop), **{"ad/urgency": 1})
    found, judge = judged(shop)
    assert found == []
    assert judge.held == {STORY: {RULE: 1}}
    assert judge.fixed == {STORY: {RULE: 1, "ad/urgency": 1}}


def test_another_file_is_not_held(shop: Shop) -> None:
    known(rushed(shop))
    other = STORY.replace("salt", "rye")
    shop.write(other, story(RUSHED))
    assert judged(shop)[0] == [f"{other}:5:7"]


def test_of_a_file_that_is_gone_all_is_fixed(shop: Shop) -> None:
    known(rushed(shop))
    (shop.root / STORY).unlink()
    assert judged(shop)[1].fixed == {STORY: {RULE: 2}}


def test_what_concerns_a_person_or_the_law_is_never_held(shop: Shop) -> None:
    rushed(shop, "Write to tom.baker@example.com.\n")
    known(shop, **{"pii/leak": 1})
    assert [f.code for f in of_rule(shop, "pii/leak")] == ["pii/leak"]
    counts = counted(shop.told().findings)
    assert "pii/leak" not in counts.get(STORY, {})


def test_neither_mistakes_nor_suggestions_are_counted(shop: Shop) -> None:
    rushed(shop).write("content/asks/broken.yml", "title: [")
    found = shop.told().findings
    assert any(f.severity is Severity.SUGGESTION for f in found)
    counts = counted(found)
    assert counts[STORY][RULE] == 1
    assert "content/asks/broken.yml" not in counts
    assert {"value/fun", "value/experience"}.isdisjoint(counts[STORY])


def test_a_baseline_is_read_as_it_was_written(shop: Shop) -> None:
    rushed(shop, f"{RUSHED}\n{RUSHED}")
    counts = counted(shop.told().findings)
    shop.write("content/baseline.yml", baseline_text(counts, "Known."))
    judge = Judge(shop.house())
    left = checking.look_at(judge.house, judge)
    assert counted(left) == {}
    assert judge.held == counts
    assert (shop.root / "content/baseline.yml").read_text().startswith("# Known.\n")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("known: [", "yaml-bracket"),
        ("known: {content/a.md: {ad/urgency: many}}", "wrong-whole"),
        ("known: {content/a.md: {ad/urgency: -1}}", "wrong-whole"),
        ("knwon: {}", "unknown-key"),
        ("", "empty-file"),
    ],
)
def test_a_baseline_that_cannot_be_read_holds_nothing(
    shop: Shop, text: str, code: str
) -> None:
    rushed(shop).write("content/baseline.yml", text)
    assert len(of_rule(shop)) == 1
    of_file = [f for f in shop.told().findings if f.where.path.stem == "baseline"]
    assert code in {f.code for f in of_file}


# Order.


def test_the_order_of_files_does_not_matter(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are walked in whatever order a system has them in."""
    rushed(shop)
    for name in ("rye", "oat", "가을", "b-2", "a-10"):
        shop.write(STORY.replace("salt", name), story(RUSHED, "summary: Hurry!\n"))
    shop.write("content/rules/a.yml", PACK.replace("rush:", "push:"))
    told = shop.told().findings
    walk, shuffle = os.walk, random.Random(1).shuffle  # noqa: S311 (the same each time)

    def shuffled(top: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        for folder, names, files in walk(top):
            shuffle(names)
            shuffle(files)
            yield folder, names, files

    monkeypatch.setattr(os, "walk", shuffled)
    for _ in range(3):
        assert shop.told().findings == told


def test_nor_does_the_order_they_were_written_in(shop: Shop, tmp_path: Path) -> None:
    rushed(shop)
    files = [p for p in shop.root.rglob("*") if p.is_file()]
    again = Shop(tmp_path / "again")
    for file in sorted(files, reverse=True):
        again.write(str(file.relative_to(shop.root)), file.read_bytes())
    assert again.told().findings == shop.told().findings


@pytest.mark.parametrize(
    ("remark", "code"),
    [
        ('<!-- storyhouse: allow ad/stacked, because "r" -->', "allow/unknown"),
        ('<!-- storyhouse: allow ad/stacked becuase "r" -->', "allow/no-reason"),
        ("<!-- storyhouse: allow -->", "allow/unknown"),
    ],
)
def test_a_slip_of_the_pen_is_told(shop: Shop, remark: str, code: str) -> None:
    text = f"---\ntitle: A\n---\n{remark}\nHurry, 20% off! Shop now!\n"
    shop.write("content/pages/a.md", text)
    codes = {said.finding.code for said in shop.told().each}
    assert {code, "ad/stacked"} <= codes


@pytest.mark.parametrize("begins", ["storyhouse:", "storyhouse", "Storyhouse: "])
def test_small_differences_in_an_allowance_do_not_matter(
    shop: Shop, begins: str
) -> None:
    remark = f'<!-- {begins} allow ad/stacked because "r" -->'
    text = f"---\ntitle: A\n---\n{remark}\nHurry, 20% off! Shop now!\n"
    shop.write("content/pages/a.md", text)
    codes = {said.finding.code for said in shop.told().each}
    assert codes.isdisjoint({"ad/stacked", "allow/unused"})


def test_a_share_is_no_percentage(shop: Shop) -> None:
    with (shop.root / "content/shop.yml").open("a", encoding="utf-8") as file:
        file.write("rules: {value/promo-budget: {issue: 30}}\n")
    assert "rules/number" in {said.finding.code for said in shop.told().each}


def test_a_field_with_nothing_behind_its_bar_is_empty(shop: Shop) -> None:
    path = shop.root / "newsletters/2026-10-less-salt.md"
    path.write_text(f"{path.read_text('utf-8')}\nHello {{first_name|}},\n", "utf-8")
    assert "pers/fallback" in {said.finding.code for said in shop.told().each}


def test_a_letter_of_one_story_is_not_about_money_for_giving_that_too(
    shop: Shop,
) -> None:
    path = "content/changelog/cut-the-salt.md"
    shop.change(path, "value: [functional, emotional]", "value: [functional, economic]")
    letter = (
        "---\nsubject: Salt\ndate: 2026-10-27 09:00\nstories: [cut-the-salt]\n"
        "question: And you?\nstatus: ready\n---\nHello.\n"
    )
    shop.write("newsletters/2026-10-less-salt.md", letter)
    rule = "value/economic-share"
    assert rule not in {said.finding.code for said in shop.told().each}
    shop.change(path, "value: [functional, economic]", "value: [economic]")
    assert rule in {said.finding.code for said in shop.told().each}


def test_numbers_are_told_whole(shop: Shop) -> None:
    shop.write("content/pages/a.md", "---\ntitle: A\n---\nSave up to £40 on chairs.\n")
    told = [said for said in shop.told().each if said.finding.code.startswith("ad/")]
    assert told
    assert "£40" in str(told[0].finding.facts["written"])
