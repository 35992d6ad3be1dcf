"""npm mjml in strict mode judges what our check and our compiler do."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from storyhouse.letters import mjml_check, mjml_tags, render
from storyhouse.letters.compiler import compile_mjml
from storyhouse.letters.marked import Marked
from storyhouse.model.house import CheckedHouse
from storyhouse.prose.plain import words_of
from tests.tools import NODE, ROOT, needs

HERE = Path(__file__).parent
HEAD = "<mj-head><mj-title>t</mj-title></mj-head>"


def _shell(inside: str, head: str = HEAD) -> str:
    return (
        f"<mjml>{head}<mj-body><mj-section><mj-column>{inside}"
        "</mj-column></mj-section></mj-body></mjml>"
    )


#: Each with whether MJML knows it.
SHELLS = {
    _shell("<mj-text>a</mj-text>"): True,
    _shell('<mj-text color="#123">a</mj-text>'): True,
    _shell('<mj-text color="rgb(1,2,3)" align="justify">a</mj-text>'): True,
    _shell('<mj-text colour="#123">a</mj-text>'): False,
    _shell('<mj-text color="#12">a</mj-text>'): False,
    _shell('<mj-text align="middle">a</mj-text>'): False,
    _shell('<mj-text padding="1px 2px 3px 4px">a</mj-text>'): True,
    _shell('<mj-text padding="1px 2px 3px 4px 5px">a</mj-text>'): False,
    _shell('<mj-text padding="1em">a</mj-text>'): False,
    _shell('<mj-text font-size="16px" line-height="1.5">a</mj-text>'): True,
    _shell('<mj-text letter-spacing="-1px">a</mj-text>'): True,
    _shell('<mj-image src="a" alt="b" width="10px" height="auto" />'): True,
    _shell('<mj-image src="a" alt="b" width="10" />'): False,
    _shell("<mj-txet>a</mj-txet>"): False,
    _shell("<mj-section></mj-section>"): False,
    _shell("<mj-divider /><mj-spacer height='3px' />"): True,
    _shell("<mj-raw><p class='x'>a</p></mj-raw>"): True,
    _shell("<mj-text css-class='x' mj-class='y'>a</mj-text>"): True,
}


def _node(script: str, given: str = "") -> Any:
    done = subprocess.run(
        [NODE, str(HERE / script)],
        input=given,
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    return json.loads(done.stdout)


@needs("Node")
def test_accepts_what_the_oracle_accepts() -> None:
    answers = _node("oracle.mjs", json.dumps(list(SHELLS)))
    for (shell, good), answer in zip(SHELLS.items(), answers, strict=True):
        found = mjml_check.check(Marked(shell, (), ()))
        assert (not answer["errors"]) == good, (shell, answer["errors"])
        assert (not found) == good, (shell, found)
        if good:
            assert compile_mjml(shell)


@needs("Node")
def test_letters_look_the_same(house: CheckedHouse) -> None:
    letters = [letter for i in house.issues.values() if (letter := render(house, i)[0])]
    assert len(letters) == len(house.issues)
    answers = _node("oracle.mjs", json.dumps([letter.mjml for letter in letters]))
    for letter, answer in zip(letters, answers, strict=True):
        assert answer["errors"] == []
        assert _visible(answer["html"]) == _visible(compile_mjml(letter.mjml))


def _visible(markup: str) -> tuple[str, list[str]]:
    body = markup[markup.index("<body") :]
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    links = re.findall(r'(?:href|src|alt|lang|width)="([^"]*)"', body)
    # npm mjml sets line ends between tags.
    return words_of(body).replace(" ", ""), sorted(links)


@needs("Node")
def test_table_is_the_oracles() -> None:
    theirs = _node("mjml_table.mjs")
    ours = mjml_tags.tags()
    assert set(ours) == set(theirs["parts"])
    for name, part in theirs["parts"].items():
        assert ours[name].attributes == part["attributes"], name
        assert ours[name].children == set(part.get("children", [])), name
        assert ours[name].ending == part.get("ending", False), name
    assert all(mjml_tags.accepts("color", c) for c in theirs["colours"])
