"""Files of an export: whole, few enough recipients a call, and only for who may be."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jsonschema
import pytest

from storyhouse.model.subscribers import Standing
from storyhouse.prose.fields import MergeField, Repeated
from storyhouse.refusing import RefusedError
from storyhouse.sending.engines import ENGINES
from storyhouse.sending.engines.exporting import (
    NotExpressedError,
    export,
    folder_of,
)
from storyhouse.sending.engines.shape import Handing
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import Suppression, suppress
from tests.sending.engines.contracts import CALLS
from tests.sending.engines.handed import handing_of, many, shop_in, with_parts
from tests.shop import TODAY, Shop

ALL = sorted(ENGINES)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return shop_in(tmp_path_factory.mktemp("exported"))


@pytest.fixture(scope="module")
def handing(shop: Shop) -> Handing:
    return replace(handing_of(shop, "gullyeo"), lists=(3,))


def _export(root: Path, engine: str, handing: Handing, to: str = "") -> Path:
    done = export(root, engine, handing, Path(to) if to else None, "{}".format)
    return root / done.folder


def _calls(folder: Path) -> list[Any]:
    files = sorted(folder.glob("payload*.json"))
    return [json.loads(file.read_text("utf-8")) for file in files]


def _addresses(engine: str, call: Any) -> list[str]:
    if engine == "ses":
        entries = call["BulkEmailEntries"]
        return [a for e in entries for a in e["Destination"]["ToAddresses"]]
    if engine == "postmark":
        return [m["To"] for m in call["Messages"]]
    assert [*json.loads(call["recipient-variables"])] == call["to"]
    return list(call["to"])


@pytest.mark.parametrize("engine", ALL)
def test_a_call_keeps_to_the_contract(
    tmp_path: Path, engine: str, handing: Handing
) -> None:
    folder = _export(tmp_path, engine, handing)
    assert folder == tmp_path / "private/export/gullyeo" / engine
    (call,) = _calls(folder)
    jsonschema.validate(call, CALLS[engine])
    assert {"README.txt", "letter.html", "letter.txt", "recipients.json"} <= {
        file.name for file in folder.iterdir()
    }


@pytest.mark.parametrize("engine", ALL)
def test_only_who_may_be_written_to(
    tmp_path: Path, engine: str, handing: Handing
) -> None:
    folder = _export(tmp_path, engine, handing)
    all_ = "".join(f.read_text("utf-8") for f in folder.iterdir())
    assert "haeseong@mail.example" in all_
    for nobody in ("gone@", "waits@"):
        assert nobody not in all_


def test_who_is_suppressed_gets_nothing(tmp_path: Path) -> None:
    shop = shop_in(tmp_path)
    who = secret_of(shop.root).id_of("CLARA@mail.example")
    suppress(shop.root, [Suppression(who, Standing.REFUSED, TODAY)])
    addresses = [r.address for r in handing_of(shop, "gullyeo").recipients]
    assert addresses == ["haeseong@mail.example", "nobody@mail.example"]


@pytest.mark.parametrize(("engine", "most"), [("mailgun", 1000), ("ses", 50)])
def test_long_lists_are_cut_and_nobody_is_lost(
    tmp_path: Path, engine: str, most: int, handing: Handing
) -> None:
    long = many(handing, 2 * most + 1)
    calls = _calls(_export(tmp_path, engine, long))
    cut = [_addresses(engine, call) for call in calls]
    assert [len(a) for a in cut] == [most, most, 1]
    assert [a for call in cut for a in call] == [r.address for r in long.recipients]
    for call in calls:
        jsonschema.validate(call, CALLS[engine])


def test_ses_keeps_below_a_megabyte(tmp_path: Path, handing: Handing) -> None:
    items = [{"what": "long words " * 3000}]
    people = tuple(
        replace(r, parts={"asked": items}) for r in many(handing, 60).recipients
    )
    asked = Repeated("asked", ("<p>",), (MergeField("what", "x"),), ("</p>",))
    page = (*handing.letter.html, asked)
    letter = replace(handing.letter, html=page)
    long = replace(handing, recipients=people, letter=letter)
    folder = _export(tmp_path, "ses", long)
    sizes = [f.stat().st_size for f in folder.glob("payload-*.json")]
    assert len(sizes) > 2
    assert max(sizes) < 1_000_000


def test_mailguns_form_is_its_json(tmp_path: Path, handing: Handing) -> None:
    folder = _export(tmp_path, "mailgun", handing)
    (call,) = _calls(folder)
    form = parse_qs((folder / "payload-001.form").read_text(), strict_parsing=True)
    listed = {k: v if isinstance(v, list) else [v] for k, v in call.items()}
    assert form == listed


def test_nobody_sees_the_others(tmp_path: Path, handing: Handing) -> None:
    plain = replace(
        handing.letter, subject=("Hello",), text=("Hello",), html=("<p>Hello</p>",)
    )
    folder = _export(tmp_path, "mailgun", replace(handing, letter=plain))
    (call,) = _calls(folder)
    assert [*json.loads(call["recipient-variables"])] == call["to"]


def test_ways_out_are_each_ones_own(tmp_path: Path, handing: Handing) -> None:
    ses, postmark = (
        _calls(_export(tmp_path, engine, handing))[0] for engine in ("ses", "postmark")
    )
    for to, entry, message in zip(
        handing.recipients, ses["BulkEmailEntries"], postmark["Messages"], strict=True
    ):
        page = to.values["unsubscribe_url"]
        for headers in (entry["ReplacementHeaders"], message["Headers"]):
            said = {h["Name"]: h["Value"] for h in headers}
            assert said["List-Unsubscribe"].startswith(f"<{page}>, <mailto:")
            assert said["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_listmonks_file_is_what_it_imports(tmp_path: Path, handing: Handing) -> None:
    folder = _export(tmp_path, "listmonk", with_parts(handing))
    with (folder / "recipients.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    assert [*rows[0]] == ["email", "name", "attributes"]
    assert json.loads(rows[0]["attributes"])["name_i_ga"] == "김해성이"
    assert json.loads(rows[1]["attributes"]) == {}


def test_what_is_left_of_a_longer_list_goes(tmp_path: Path, handing: Handing) -> None:
    folder = _export(tmp_path, "mailgun", many(handing, 1001))
    own = folder / "my-notes.txt"
    own.write_text("sent 001")
    assert (folder / "payload-002.json").exists()
    _export(tmp_path, "mailgun", handing)
    names = {file.name for file in folder.iterdir()}
    assert not {"payload-002.json", "payload-002.form"} & names
    assert own.read_text() == "sent 001"


def test_only_the_owner_can_read_it(tmp_path: Path, handing: Handing) -> None:
    folder = _export(tmp_path, "ses", handing)
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0


def test_twice_the_same_bytes(handing: Handing) -> None:
    for engine in ALL:
        first, second = (
            [*ENGINES[engine].files(with_parts(handing))] for _ in range(2)
        )
        assert first == second


@pytest.mark.parametrize(
    "to", ["out/x", "private", "private/../out", "/abroad/x", "../x", "content/a", "."]
)
def test_addresses_stay_below_private(
    tmp_path: Path, to: str, handing: Handing
) -> None:
    with pytest.raises(RefusedError) as refused:
        folder_of(tmp_path, "ses", handing, Path(to))
    assert refused.value.key == "engines.refused.not-private"


def test_no_link_leads_out(tmp_path: Path, handing: Handing) -> None:
    (tmp_path / "shop/private").mkdir(parents=True)
    (tmp_path / "shop/private/away").symlink_to(tmp_path)
    with pytest.raises(RefusedError):
        _export(tmp_path / "shop", "ses", handing, "private/away/x")


@pytest.mark.parametrize(
    "odd", ["a@x.example,b@x.example", "a b@x.example", "<a@x.example>", "nobody"]
)
def test_an_address_that_is_several(tmp_path: Path, odd: str, handing: Handing) -> None:
    people = (replace(handing.recipients[0], address=odd),)
    with pytest.raises(RefusedError) as refused:
        _export(tmp_path, "postmark", replace(handing, recipients=people))
    assert refused.value.key == "engines.refused.odd-address"
    assert not (tmp_path / "private").exists()


def test_a_list_to_nobody(tmp_path: Path, handing: Handing) -> None:
    with pytest.raises(RefusedError) as refused:
        _export(tmp_path, "ses", replace(handing, recipients=()))
    assert refused.value.key == "engines.refused.nobody"


def test_what_buttondown_cannot_express(shop: Shop, tmp_path: Path) -> None:
    letter = handing_of(shop, "october")
    with pytest.raises(NotExpressedError) as refused:
        _export(tmp_path, "buttondown", letter)
    field, part = refused.value.found
    assert str(field.where) == "newsletters/october.md:2:31"
    assert part.code == "engine-part"
    assert not (tmp_path / "private").exists()
