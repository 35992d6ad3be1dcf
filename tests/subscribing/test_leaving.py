"""A way out is for good, and who is forgotten leaves nothing but a number."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.model.subscribers import NOBODY, Standing, SubscriberId
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.rows import rows_in, write_rows, write_to
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import Suppression, suppress, suppressed
from storyhouse.subscribing.tokens import token
from tests.shop import TODAY, Shop
from tests.subscribing.test_importing import EXPORTS, LIST, NOES, active, at, bring

ROWS = (
    "email,first_name,person,status,note\n"
    "ada@bread.example,Ada,haeseong,active,=1+1\n"
    "bo@bread.example,Bo,,,@home\n"
    "cy@bread.example,Cy,,unsubscribed,never mind\n"
)
GONE = "nobody.we.know@bread.example"


@pytest.fixture(autouse=True)
def ledger(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A ledger that only remembers whom it was to forget."""
    forgotten: list[str] = []
    module = ModuleType("storyhouse.sending.ledgers")
    module.__spec__ = sys.__spec__

    class Remembering:
        def forget(self, who: str) -> None:
            forgotten.append(who)

        def close(self) -> None:
            forgotten.append("closed")

    module.open_ledger = lambda root: Remembering()  # type: ignore[attr-defined]  # noqa: ARG005
    module.withdraw = lambda root, who: None  # type: ignore[attr-defined]  # noqa: ARG005
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return forgotten


def test_a_way_out_says_the_same_to_everybody(shop: Shop) -> None:
    shop.write(LIST, ROWS)
    link = f"https://bread.example/out?t={token(secret_of(shop.root), _id(shop, 'bo'))}"
    ways = ["ada@bread.example", link, GONE, "ada@bread.example"]
    answers = {at(shop, "unsubscribe", way).stdout for way in ways}
    assert answers == {"Done. Nothing is sent to this address any more.\n"}
    assert active(shop) == []
    assert len(suppressed(shop.root)) == 3
    assert (shop.root / LIST).read_text("utf-8") == ROWS.replace(
        "haeseong,active", "haeseong,unsubscribed"
    ).replace("Bo,,,", "Bo,,unsubscribed,")


def test_the_link_of_a_test_letter_takes_nobody_off(shop: Shop) -> None:
    shop.write(LIST, ROWS)
    signed = token(secret_of(shop.root), NOBODY)
    before = (shop.root / NOES).read_bytes()
    said = at(shop, "unsubscribe", f"https://bread.example/out?token={signed}")
    assert said.stdout == ("This is the link of a test letter; nobody was taken off.\n")
    assert said.exit_code == 0
    assert (shop.root / NOES).read_bytes() == before
    assert (shop.root / LIST).read_text("utf-8") == ROWS


@pytest.mark.parametrize("way", ["ada", "x" * 43, "https://bread.example/out?t=1"])
def test_what_names_nobody(shop: Shop, way: str) -> None:
    result = at(shop, "unsubscribe", way)
    assert result.exit_code == 2
    assert "no link out of a letter" in result.stderr


def _id(shop: Shop, name: str) -> SubscriberId:
    return secret_of(shop.root).id_of(f"{name}@bread.example")


def test_who_is_forgotten_leaves_no_byte(shop: Shop, ledger: list[str]) -> None:
    shop.write(LIST, f"{ROWS}Ada@Bread.example,Ada,,,\n")
    shop.write("private/.subscribers.csv.left", "ada@bread.example")
    result = at(shop, "forget", "ADA@bread.example")
    assert result.exit_code == 0, result.output
    assert "2 rows taken out" in result.stdout
    assert "storyhouse person withdraw haeseong" in result.stdout
    assert ledger == [_id(shop, "ada"), "closed"]
    for top in ("private", ".storyhouse"):
        for file in (shop.root / top).rglob("*"):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                data = file.read_bytes().lower() if file.is_file() else b""
                assert "ada@bread".encode(encoding) not in data
    (shop.root / "again.csv").write_text(
        "email,consented_at\nada@bread.example,2020-01-01\n"
    )
    bring(shop, shop.root / "again.csv")
    assert active(shop) == ["bo@bread.example"]


def test_a_no_without_a_row_is_counted(shop: Shop) -> None:
    shop.write(LIST, ROWS)
    at(shop, "unsubscribe", "ada@bread.example")
    at(shop, "unsubscribe", "nobody@bread.example")
    said = at(shop, "list", today=False).stdout
    assert "1 said no, without a row here" in said


def test_exports_that_were_left_behind_are_named(shop: Shop) -> None:
    shop.write(LIST, ROWS)
    for path in ("members.csv", "content/lists/old.TSV", "out/x.csv", ".git/x.csv"):
        shop.write(path, "Email Address\nAda@bread.example\n")
    shop.write("others.csv", "Email Address\nbo@bread.example\n")
    result = at(shop, "forget", "ada@bread.example")
    assert result.exit_code == 1
    still = [line for line in result.stdout.splitlines() if "still stands" in line]
    assert [line.split()[5].rstrip(".") for line in still] == [
        "members.csv",
        "content/lists/old.TSV",
    ]


def test_copies_of_an_address_are_named(shop: Shop) -> None:
    shop.write(LIST, ROWS)
    shop.write("private/old.csv", "ADA@bread.example".encode("utf-16"))
    result = at(shop, "forget", "ada@bread.example")
    assert result.exit_code == 1
    assert "still stands in private/old.csv" in result.stdout


def test_a_person_of_the_same_name_is_named(shop: Shop) -> None:
    """An ask that was made of an answer has its person, and no row knows of it."""
    shop.write(LIST, "email,name,person\neve@bread.example,Eve Crumb,\n")
    shop.write("content/people/eve.yml", "name: Eve crumb\n")
    shop.write("content/people/adam.yml", "name: Adam Crumb\n")
    shop.write("content/people/broken.yml", "name: [Eve Crumb\n")
    said = at(shop, "forget", "eve@bread.example").stdout
    assert "content/people/eve.yml has the same name." in said
    assert "storyhouse person withdraw eve\n" in said
    assert "adam" not in said
    assert "broken" not in said


def _mail(encoding: str) -> bytes:
    body = b"From the form: Eve.Crumb@Bread.example, and many greetings.\n" * 3
    if encoding == "base64":
        coded = base64.encodebytes(body)
    else:
        coded = body.replace(b"Cru", b"Cr=\nu").replace(b"@", b"=40")
    head = f"Subject: Bread\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + coded


MBOX = b"From a@b.example Fri Nov 20 10:00:00 2026\n"
HOLDING: dict[str, bytes] = {
    "answers.form": b"name=Eve&email=Eve.Crumb%40Bread.example&agreed=yes",
    "base64.eml": _mail("base64"),
    "quoted.eml": _mail("quoted-printable"),
    "mails.mbox": MBOX + b"Subject: One\n\nHello.\n\n" + MBOX + _mail("base64"),
    "cur/1234.host:2,S": _mail("base64"),
    "old.form.gz": gzip.compress(b"email=eve.crumb%40bread.example"),
    "form.json": b'{"email": "eve.crumb\\u0040bread.example"}',
}


@pytest.mark.parametrize("name", HOLDING)
def test_however_an_address_is_written_its_file_is_named(shop: Shop, name: str) -> None:
    shop.write(LIST, ROWS)
    shop.write(f"private/{name}", HOLDING[name])
    result = at(shop, "forget", "eve.crumb@bread.example")
    assert f"still stands in private/{name}." in result.stdout
    assert result.exit_code == 1
    other = at(shop, "forget", "adam.crumb@bread.example")
    assert "still stands" not in other.stdout


def test_a_second_yes_has_to_be_said(shop: Shop) -> None:
    add = ("add", "ada@bread.example", "--how", "the form at the till")
    assert at(shop, *add, "--first-name", "Ada", "--tag", "rye").exit_code == 0
    assert "nothing was changed" in at(shop, *add, "--first-name", "Ada").stdout
    assert at(shop, "unsubscribe", "ada@bread.example").exit_code == 0
    refused = at(shop, *add)
    assert refused.exit_code == 2
    assert "--again" in refused.stderr
    assert active(shop) == []
    assert at(shop, *add, "--again").exit_code == 0
    assert active(shop) == ["ada@bread.example"]
    assert suppressed(shop.root) == {}
    assert at(shop, "unsubscribe", "ada@bread.example").exit_code == 0
    assert [*suppressed(shop.root)] == [_id(shop, "ada")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ada", "--how", "x"), "no mail address"),
        (("ada@bread.example", "--how", " "), "--how"),
        (("ada@bread.example", "--how", "x", "--on", "2031-01-01"), "not come yet"),
        (("ada@bread.example", "--how", "x", "--person", "nobody"), "nobody"),
    ],
)
def test_who_cannot_be_added(shop: Shop, words: tuple[str, ...], said: str) -> None:
    result = at(shop, "add", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (shop.root / LIST).exists()


# The list of noes.


def test_a_damaged_list_of_noes_stops_everything(shop: Shop) -> None:
    shop.write(LIST, ROWS)
    suppress(shop.root, [Suppression(_id(shop, "ada"), Standing.REFUSED, TODAY)])
    with (shop.root / NOES).open("a") as file:
        file.write("zz,unsubscribed,2026-01-01\n\nhalf a li")
    with pytest.raises(RefusedError) as refused:
        suppressed(shop.root)
    assert refused.value.facts["lines"] == "3, 5"
    for words in (("import", EXPORTS / "ghost.csv"), ("unsubscribe", GONE)):
        result = at(shop, *words)
        assert result.exit_code == 2
        assert "line 3, 5" in result.stderr
    assert at(shop, "export", today=False).exit_code == 2


def test_a_line_that_was_cut_off_spoils_no_other(shop: Shop) -> None:
    one = Suppression(_id(shop, "ada"), Standing.CLEANED, TODAY)
    suppress(shop.root, [one])
    with (shop.root / NOES).open("r+") as file:
        text = file.read()
        file.seek(0)
        file.truncate()
        file.write(text[:-1])
    two = Suppression(_id(shop, "bo"), Standing.REFUSED, dt.date(2020, 2, 29))
    suppress(shop.root, [two])
    assert suppressed(shop.root) == {s.subscriber: s for s in (one, two)}


# What is given away.


def test_an_export_runs_nowhere_and_says_no_more_than_it_must(shop: Shop) -> None:
    shop.write(LIST, ROWS)
    assert at(shop, "unsubscribe", "bo@bread.example").exit_code == 0
    result = at(shop, "export", today=False)
    assert result.exit_code == 0
    ada, bo, cy = csv.DictReader(io.StringIO(result.stdout))
    assert (ada["note"], ada["status"]) == ("'=1+1", "active")
    for other, email in ((bo, "bo@bread.example"), (cy, "cy@bread.example")):
        said = {name: cell for name, cell in other.items() if cell}
        assert said == {"email": email, "status": "unsubscribed"}


def test_an_export_says_whose_address_it_does_not_have(shop: Shop) -> None:
    shop.write(LIST, ROWS)
    assert at(shop, "forget", "bo@bread.example").exit_code == 0
    said = "Not in it: 1 person who said no"
    printed = at(shop, "export", today=False)
    assert said in printed.stderr
    assert said not in printed.stdout
    to = str(shop.root / "private/a.csv")
    assert said in at(shop, "export", "--to", to, today=False).stdout
    assert at(shop, "unsubscribe", "ada@bread.example").exit_code == 0
    assert said in at(shop, "export", "--to", to, today=False).stdout


def test_an_export_goes_where_nothing_is_published(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.root)
    shop.write(LIST, ROWS)
    for path in ("out/a.csv", "../a.csv", "a.csv", LIST, NOES):
        result = at(shop, "export", "--to", path, today=False)
        assert result.exit_code == 2, path
    assert at(shop, "export", "--to", "private/a.csv", today=False).exit_code == 0
    file = shop.root / "private/a.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfemail,")
    assert file.stat().st_mode & 0o077 == 0
    assert (shop.root / LIST).read_text("utf-8") == ROWS


def test_the_list_in_figures(shop: Shop) -> None:
    shop.write(LIST, f"{ROWS}nobody,,,,\n")
    result = at(shop, "list", today=False)
    assert result.stdout == (
        "2 get the letters\n1 unsubscribed\n  in the shop’s language: 2\n"
        "Of 2 people who get the letters, nobody noted when they agreed. "
        "Note it, or ask them again.\n"
    )
    assert "private/subscribers.csv:5:1: error" in result.stderr
    assert result.exit_code == 1


def test_the_figures_stand_in_one_order(shop: Shop) -> None:
    rows = [
        "ada@bread.example,unsubscribed,",
        "bo@bread.example,pending,",
        "cy@bread.example,active,rye;early",
        "di@bread.example,active,late;rye",
    ]
    said = []
    for some in (rows, rows[::-1]):
        shop.write(LIST, "\n".join(["email,status,tags", *some, ""]))
        said.append(at(shop, "list", today=False).stdout.partition("\nOf 2")[0])
    assert said[0] == said[1]
    assert said[0] == (
        "2 get the letters\n1 have not confirmed yet\n1 unsubscribed\n"
        "  in the shop’s language: 2\n"
        "  tag “rye”: 2\n  tag “early”: 1\n  tag “late”: 1"
    )


# Whatever stands in it.

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_any_cells_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    rows = [["email", "note"], *rows]
    file = io.StringIO(newline="")
    write_to(file, rows)
    read = [*rows_in(io.BytesIO(file.getvalue().encode()))]
    assert [row.cells for row in read] == rows
    again = io.StringIO(newline="")
    write_to(again, (row.cells for row in read))
    assert again.getvalue() == file.getvalue()


def test_a_list_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    path = tmp_path / LIST
    path.write_text(ROWS)

    def breaking() -> Iterator[list[str]]:
        yield ["email"]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_rows(path, breaking())
    assert path.read_text() == ROWS
    assert [f.name for f in path.parent.iterdir()] == ["subscribers.csv"]
    assert len([*SubscriberList(tmp_path, anybody=True)]) == 3
