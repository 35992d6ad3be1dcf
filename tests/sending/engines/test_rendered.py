"""Does every recipient read, through each service, what our own letter says to them?"""

from __future__ import annotations

import html
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from storyhouse.prose.fields import filled
from storyhouse.sending.engines import ENGINES
from storyhouse.sending.engines.exporting import without_parts
from storyhouse.sending.engines.shape import Handing
from storyhouse.sending.recipients import Recipient
from tests.sending.engines import read
from tests.sending.engines.handed import (
    handing_of,
    shop_in,
    strange,
    with_parts,
)
from tests.tools import GO, NODE, ROOT, needs

HERE = Path(__file__).parent
CASES = 40


@pytest.fixture(scope="module")
def handing(tmp_path_factory: pytest.TempPathFactory) -> Handing:
    return handing_of(shop_in(tmp_path_factory.mktemp("handed")), "gullyeo")


def _cases(handing: Handing, *, parts: bool) -> list[Handing]:
    own = handing if parts else without_parts(handing)
    return [own, *strange(with_parts(handing), CASES, parts=parts)]


def _json(handing: Handing, engine: str, name: str) -> Any:
    return json.loads(dict(ENGINES[engine].files(handing))[name])


def _expected(case: Handing, to: Recipient, out: str = "") -> tuple[str, str, str]:
    """The subject, the text and the HTML that our own mail holds."""
    values = {**to.values, **({"unsubscribe_url": out} if out else {})}
    letter = case.letter
    subject = " ".join(filled(letter.subject, values).splitlines()).strip()
    text = filled(letter.text, values, parts=to.parts)
    return subject, text, filled(letter.html, values, html.escape, to.parts)


@needs("Node", "Handlebars")
@pytest.mark.parametrize("engine", ["ses", "postmark"])
def test_handlebars_and_mustache(handing: Handing, engine: str) -> None:
    given: list[dict[str, object]] = []
    expected: list[str] = []
    for case in _cases(handing, parts=True):
        call = _json(case, engine, "payload-001.json")
        for to, (texts, data) in zip(
            case.recipients, _calls(engine, call), strict=True
        ):
            for how in ("ses", "mustache") if engine == "postmark" else ("ses",):
                given += [{"how": how, "template": t, "data": data} for t in texts]
                expected += _expected(case, to)
    done = subprocess.run(
        [NODE, str(HERE / "render.mjs")],
        input=json.dumps(given),
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    rendered = [read.same(text) for text in json.loads(done.stdout)]
    assert len(rendered) > CASES
    assert rendered == [read.same(text) for text in expected]


def _calls(engine: str, call: Any) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    if engine == "postmark":
        texts = tuple(call[k] for k in ("Subject", "TextBody", "HtmlBody"))
        return [(texts, m["TemplateModel"]) for m in call["Messages"]]
    content = call["DefaultContent"]["Template"]["TemplateContent"]
    texts = tuple(content[k] for k in ("Subject", "Text", "Html"))
    return [
        (texts, json.loads(_of_ses(entry)["ReplacementTemplateData"]))
        for entry in call["BulkEmailEntries"]
    ]


def _of_ses(entry: Any) -> Any:
    return entry["ReplacementEmailContent"]["ReplacementTemplate"]


def test_mailgun(handing: Handing) -> None:
    for case in _cases(handing, parts=True):
        call = _json(case, "mailgun", "payload-001.json")
        variables = json.loads(call["recipient-variables"])
        assert [*variables] == call["to"]
        for to in case.recipients:
            texts = (call[k] for k in ("subject", "text", "html"))
            made = [read.mailgun(t, variables[to.address]) for t in texts]
            assert [*map(read.same, made)] == [*map(read.same, _expected(case, to))]


@needs("Go")
def test_listmonk(handing: Handing, tmp_path: Path) -> None:
    """By the very templates that it uses, with the functions that it gives them."""
    out = "https://letters.example/subscription/8f2c/41d7"
    given: list[dict[str, object]] = []
    expected: list[str] = []
    for case in _cases(handing, parts=True):
        call = _json(case, "listmonk", "payload.json")
        people = _json(case, "listmonk", "recipients.json")
        texts = {"subject": "subject", "altbody": "text", "body": "html"}
        for to, who in zip(case.recipients, people, strict=True):
            given += [
                {"kind": kind, "template": call[key], "who": who, "out": out}
                for key, kind in texts.items()
            ]
            expected += _expected(case, to, out)
    done = subprocess.run(
        [GO, "run", str(HERE / "render.go")],
        input=json.dumps(given),
        capture_output=True,
        check=False,
        env={**os.environ, "GOCACHE": str(tmp_path)},
        text=True,
    )
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert len(made) > CASES
    assert [m for n, m in enumerate(made) if n % 3 < 2] == [
        e for n, e in enumerate(expected) if n % 3 < 2
    ]
    pages = [read.same(page) for page in made[2::3]]
    assert pages == [read.same(page) for page in expected[2::3]]


def test_buttondown(handing: Handing) -> None:
    out = "https://buttondown.example/unsubscribe/41d7"
    for case in _cases(handing, parts=False):
        call = _json(case, "buttondown", "payload.json")
        people = _json(case, "buttondown", "recipients.json")
        for to, who in zip(case.recipients, people, strict=True):
            _, _, page = _expected(case, to, out)
            for escapes in (True, False):
                made = read.buttondown(call["body"], who, out, escapes=escapes)
                assert read.same(made).split() == read.same(page).split()
