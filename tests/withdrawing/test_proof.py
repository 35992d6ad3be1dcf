"""Somebody wants out: what is built, what is left to write, and what is said of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from storyhouse.building import build_shop
from storyhouse.withdrawing.proof import Proof, withdraw
from storyhouse.withdrawing.rewriting import rewrite
from tests.shop import TODAY, Shop
from tests.withdrawing import everywhere
from tests.withdrawing.everywhere import NAMES, WHO, clear, fill, said

LATER = TODAY + dt.timedelta(days=3)


@pytest.fixture
def full(shop: Shop) -> Shop:
    """A shop with somebody everywhere, built."""
    fill(shop)
    checked, built = build_shop(shop.root, TODAY)
    assert built is not None, checked.diagnostics
    return shop


def proof_of(shop: Shop, day: dt.date = TODAY, who: str = WHO) -> Proof:
    house = shop.house(day)
    return withdraw(shop.root, house, house.people[who])  # type: ignore[index]


def test_nothing_is_left_in_any_byte_of_what_is_built(full: Shop) -> None:
    before = said(full.root / "out")
    for name in NAMES:
        assert name in before
    clear(full)
    proof = proof_of(full)
    assert proof.done, (proof.checked.diagnostics, proof.left, proof.mentions)
    after = said(full.root / "out")
    for name in (*NAMES, "my tuba", "plays the tuba"):
        at = after.find(name)
        assert at < 0, after[max(at - 80, 0) : at + 80]
    assert said(full.root / ".storyhouse").count("zorbane") == 0


def test_the_day_is_set_and_every_other_byte_stays(full: Shop) -> None:
    file = full.root / "content/people/quxley.yml"
    before = file.read_bytes()
    assert proof_of(full).anew
    assert file.read_bytes() == before + b"withdrawn: 2026-11-26\n"


def test_the_first_day_is_kept(full: Shop) -> None:
    proof_of(full)
    again = proof_of(full, LATER)
    assert not again.anew
    assert (again.day, again.due) == (TODAY, TODAY + dt.timedelta(days=10))
    text = (full.root / "content/people/quxley.yml").read_text("utf-8")
    assert text.count("withdrawn") == 1


def test_a_day_to_come_is_too_late_for_somebody_who_wants_out_today(full: Shop) -> None:
    full.change("content/people/quxley.yml", "since:", "withdrawn: 2027-03-01\nsince:")
    assert proof_of(full).day == TODAY


def test_what_the_owner_wrote_is_told_place_by_place(full: Shop) -> None:
    before = said(full.root / "out")
    proof = proof_of(full)
    assert not proof.built
    assert not proof.done
    assert said(full.root / "out") == before
    assert [str(m.where) for m in proof.mentions] == [
        "content/changelog/door.md:9:53",
        "content/changelog/door.md:12:2",
        "content/changelog/door.md:12:5",
        "content/changelog/door.md:12:13",
        "content/changelog/door.md:14:1",
        "content/changelog/door.md:14:13",
        "content/products/hinge.md:8:78",
        "content/spotlights/door-opener.md:11:1",
    ]
    assert [line.better for line in proof.lines][:2] == [
        "cover: {image: images/loaf.png, alt: The hinge that a customer heard}",
        "The customer heard it first.",
    ]


def test_the_suggested_words_can_be_written(full: Shop) -> None:
    proof = proof_of(full)
    assert rewrite(full.root, proof.lines) == len(proof.lines)
    assert proof_of(full).done


def test_it_says_what_changed_and_what_held_the_name(full: Shop) -> None:
    clear(full)
    proof = proof_of(full)
    named = {str(path) for path in proof.named}
    sorts = {c.sort for c in proof.changed if str(c.path) in named}
    assert {"page", "letter", "feed", "picture", "search"} <= sorts
    gone = {str(c.path) for c in proof.changed if c.gone}
    assert {"site/people/quxley/index.html", "site/images/quxley.png"} <= gone


def test_it_says_which_letters_lie_in_mailboxes(full: Shop) -> None:
    clear(full)
    assert [i.id for i in proof_of(full).letters] == ["2026-10-less-salt"]
    assert [i.id for i in proof_of(full, LATER).letters] == ["2026-10-less-salt"]


def test_it_says_what_the_shop_still_holds(full: Shop) -> None:
    clear(full)
    held = [str(where) for where in proof_of(full).held]
    assert held[:2] == [
        "content/people/quxley.yml:1:1",
        "content/images/quxley.png:1:1",
    ]
    assert "private/subscribers.csv:2:1" in held
    assert "content/asks/tuba.yml:3:6" in held
    assert "content/events/evening.md:5:7" in held


def test_copies_of_pictures_that_builds_had_kept_are_taken_away(full: Shop) -> None:
    face = (full.root / "content/images/quxley.png").read_bytes()
    full.write("content/images/quxley.png", _another_picture(face))
    checked, built = build_shop(full.root, TODAY)
    assert built, checked.diagnostics
    before = {*(full.root / ".storyhouse/pictures").iterdir()}
    clear(full)
    assert proof_of(full).cleared > 0
    assert {*(full.root / ".storyhouse/pictures").iterdir()} < before


def _another_picture(data: bytes) -> bytes:
    import io  # noqa: PLC0415 (for this test alone)

    from PIL import Image  # noqa: PLC0415

    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.convert("L").save(out, "PNG")
    return out.getvalue()


def test_a_file_of_the_owners_in_out_is_told_and_left_alone(full: Shop) -> None:
    clear(full)
    full.write("out/site/notes/quxley.txt", "Quxley Zorbane came.\n")
    proof = proof_of(full)
    assert not proof.done
    assert {(str(t.path), t.ours) for t in proof.left} == {
        ("site/notes/quxley.txt", False)
    }
    assert (full.root / "out/site/notes/quxley.txt").exists()


def test_somebody_else_of_the_same_name_may_go_on_being_named(full: Shop) -> None:
    full.write(
        "content/people/other.yml",
        "name: Quxley\nconsent: [{given: 2026-01-01, for: [name], "
        "where: [site, letter], kept: card}]\n",
    )
    clear(full)
    full.write(
        "content/pages/choir.md", "---\ntitle: The choir\n---\n\nQuxley sings.\n"
    )
    proof = proof_of(full)
    assert proof.done, (proof.left, proof.mentions)
    assert "Quxley" in proof.sought.shared


def test_a_draft_that_names_them_is_not_forgotten(full: Shop) -> None:
    clear(full)
    full.write(
        "content/pages/plan.md",
        "---\ntitle: A plan\ndraft: true\n---\n\nAsk Quxley again.\n",
    )
    proof = proof_of(full)
    assert proof.built
    assert [str(m.where) for m in proof.mentions] == ["content/pages/plan.md:6:5"]
    assert not proof.done


def test_an_allowance_does_not_silence_a_withdrawal(full: Shop) -> None:
    clear(full)
    full.write(
        "content/pages/plan.md",
        '---\ntitle: A plan\nallow: [{rule: consent/withdrawn, because: "we like it"}]'
        "\n---\n\nQuxley again.\n",
    )
    assert not proof_of(full).done


def test_somebody_who_makes_the_bread_may_leave_too(shop: Shop) -> None:
    shop.change("content/shop.yml", "mara@slowrise", "hello@slowrise")
    proof = proof_of(shop, who="mara")
    assert "mara" not in {t.written.casefold() for t in proof.left}
    assert proof.done, (proof.mentions, proof.left, proof.checked.diagnostics)


def test_a_korean_shop(korean_shop: Shop) -> None:
    korean_shop.write(
        "content/pages/오시는-길.md",
        "---\ntitle: 오시는 길\n---\n\n해성이네 옆집이에요. 해성이라면 알아요.\n",
    )
    proof = proof_of(korean_shop, who="해성")
    better = {str(line.where): line.better for line in proof.lines}
    assert better["content/pages/오시는-길.md:5:1"] == (
        "한 손님네 옆집이에요. 그 손님이라면 알아요."
    )
    rewrite(korean_shop.root, proof.lines)
    assert proof_of(korean_shop, who="해성").done
    assert "해성" not in said(korean_shop.root / "out")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_rewriting_keeps_every_other_byte(shop: Shop, ends: str) -> None:
    text = "---\ntitle: A\n---\n\nHae-seong came.  \nTabs\there\n\nHae-seong left."
    file = shop.write("content/pages/a.md", text.replace("\n", ends))
    house = shop.house()
    proof = withdraw(shop.root, house, house.people["haeseong"])  # type: ignore[index]
    rewrite(shop.root, [n for n in proof.lines if n.where.path.name == "a.md"])
    expected = text.replace("Hae-seong came", "A customer came")
    expected = expected.replace("Hae-seong left", "The customer left")
    assert file.read_bytes().decode() == expected.replace("\n", ends)


def test_the_searcher_of_these_tests_finds_what_it_should(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("&#x48;ae \\u0048ae =48ae")
    assert everywhere.said(tmp_path).count("hae") > 3


def _pat(shop: Shop, text: str, path: str = "content/pages/choir.md") -> None:
    shop.write("content/people/pat.yml", "name: Pat O'Brien\n")
    shop.write(path, f"---\ntitle: The choir\n---\n\n{text}\n")


def test_a_name_with_an_apostrophe_is_found_in_a_file_name(shop: Shop) -> None:
    _pat(shop, "We sang.", "content/pages/with-pat-o-brien.md")
    proof = proof_of(shop, who="pat")
    told = [(str(m.where), m.finding.code) for m in proof.mentions]
    assert told == [("content/pages/with-pat-o-brien.md:1:1", "named-in-file-name")]
    assert not proof.done


def test_a_built_address_that_holds_the_name_is_no_proof(shop: Shop) -> None:
    _pat(shop, "We sang.")
    proof_of(shop, who="pat")
    shop.write("out/site/notes/list.txt", "https://example.com/pat-o-brien/\n")
    assert [t.written for t in proof_of(shop, who="pat").left] == ["pat-o-brien"]


def test_what_was_not_looked_for_is_said(shop: Shop) -> None:
    _pat(shop, "We sang.")
    assert proof_of(shop, who="pat").sought.left_out == {"Pat"}


def test_an_address_is_told_and_left_as_it_is(shop: Shop) -> None:
    text = "[P. O'Brien](https://example.com/pat-o-brien) sang.\n\n[her]: https://a.example/O'Brien"
    _pat(shop, text)
    proof = proof_of(shop, who="pat")
    assert [m.in_address for m in proof.mentions] == [False, True, True]
    assert [line.better for line in proof.lines] == [
        "[A customer](https://example.com/pat-o-brien) sang."
    ]
    rewrite(shop.root, proof.lines)
    again = proof_of(shop, who="pat")
    assert not again.done
    assert len(again.mentions) == 2


@pytest.mark.parametrize("way", ["pat_o_brien", "Pat%20O%27Brien"])
def test_a_name_that_an_address_hides(shop: Shop, way: str) -> None:
    _pat(shop, f"[She](https://example.com/{way}) sang.")
    proof = proof_of(shop, who="pat")
    assert [m.in_address for m in proof.mentions] == [True]
    assert proof.lines == ()


def test_a_korean_name_in_two_words_and_in_an_address(korean_shop: Shop) -> None:
    korean_shop.write("content/people/옥분.yml", "name: 남궁옥분\n")
    korean_shop.write(
        "content/pages/오시는-길.md",
        "---\ntitle: 오시는 길\n---\n\n"
        "[남궁옥분 할머니](https://example.com/남궁옥분?q=namgung)가 오셨어요.\n"
        "남궁 옥분 님은 옥분님네 집에 사세요.\n",
    )
    proof = proof_of(korean_shop, who="옥분")
    assert [line.better for line in proof.lines] == [
        "[한 손님](https://example.com/남궁옥분?q=namgung)가 오셨어요.",
        "그 손님은 그 손님네 집에 사세요.",
    ]
    assert [m.in_address for m in proof.mentions].count(True) == 1
