"""A letter is handed over as one draft, however often and however badly it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from storyhouse.model.issues import IssueStatus
from storyhouse.refusing import RefusedError
from storyhouse.sending.engines import desks
from storyhouse.sending.engines.posting import is_safe
from storyhouse.sending.engines.pushing import Pushed, push, refuse
from storyhouse.sending.engines.shape import Handing
from tests.sending.engines.handed import handing_of, shop_in
from tests.sending.engines.services import (
    Buttondown,
    Listmonk,
    Service,
    open_for_calls,
)

BOTH = ["listmonk", "buttondown"]
#: The calls by which each makes a draft, and by which it begins to send.
MAKES = {"listmonk": "POST /api/campaigns", "buttondown": "POST /v1/emails"}
LISTS = {"listmonk": "GET /api/campaigns", "buttondown": "GET /v1/emails"}
STARTS = {
    "listmonk": "PUT /api/campaigns/7/status",
    "buttondown": "POST /v1/emails/em_1/publish",
}


@pytest.fixture(scope="module")
def handing(tmp_path_factory: pytest.TempPathFactory) -> Handing:
    shop = shop_in(tmp_path_factory.mktemp("pushed"))
    return replace(handing_of(shop, "gullyeo"), lists=(3,))


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Service]]:
    """Both, and their owner's keys."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STORYHOUSE_LISTMONK_USER", "mara")
    monkeypatch.setenv("STORYHOUSE_LISTMONK_TOKEN", "s3cret-token")
    monkeypatch.setenv("STORYHOUSE_BUTTONDOWN_KEY", "s3cret-key")
    with (
        open_for_calls(Listmonk) as (listmonk, at),
        open_for_calls(Buttondown) as (buttondown, there),
    ):
        monkeypatch.setenv("STORYHOUSE_LISTMONK", f"{at}/")
        monkeypatch.setattr(desks, "BUTTONDOWN", f"{there}/v1")
        yield {"listmonk": listmonk, "buttondown": buttondown}
    assert listmonk.wrong == []
    assert buttondown.wrong == []


def _refused(engine: str, handing: Handing, *, start: bool = False) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        push(engine, handing, start=start)
    said = f"{refused.value.facts} {refused.value.__cause__!r}"
    assert "s3cret" not in said
    return refused.value


@pytest.mark.parametrize("engine", BOTH)
def test_a_second_push_finds_the_first(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    service = services[engine]
    assert push(engine, handing, start=False).how == "made"
    other = replace(handing.letter, subject=("Another subject",))
    assert push(engine, replace(handing, letter=other), start=False).how == "again"
    (letter,) = service.letters
    assert letter["subject"] == "Another subject"
    assert letter["status"] == "draft"
    assert service.calls.count(MAKES[engine]) == 1


@pytest.mark.parametrize("engine", BOTH)
def test_nothing_starts_by_itself(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    push(engine, handing, start=False)
    assert STARTS[engine] not in services[engine].calls
    assert push(engine, handing, start=True).how == "started"
    assert services[engine].letters[0]["status"] != "draft"


@pytest.mark.parametrize("engine", BOTH)
def test_what_was_sent_is_left_alone(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    push(engine, handing, start=True)
    before = [*services[engine].letters]
    for start in (False, True):
        refused = _refused(engine, handing, start=start)
        assert refused.key == "engines.refused.sent-already"
    assert services[engine].letters == before
    assert services[engine].calls.count(STARTS[engine]) == 1


@pytest.mark.parametrize("engine", BOTH)
def test_no_answer_and_yet_it_is_there(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    services[engine].unanswered.add(MAKES[engine])
    assert push(engine, handing, start=False).how == "made"
    assert push(engine, handing, start=False).how == "again"
    assert len(services[engine].letters) == 1


@pytest.mark.parametrize("engine", BOTH)
def test_no_answer_and_it_is_not_there(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    services[engine].lost.add(MAKES[engine])
    assert _refused(engine, handing).key == "engines.refused.uncertain"
    services[engine].lost.clear()
    assert push(engine, handing, start=False).how == "made"


@pytest.mark.parametrize("engine", BOTH)
def test_a_start_without_an_answer(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    service = services[engine]
    service.lost.add(STARTS[engine])
    refused = _refused(engine, handing, start=True)
    assert refused.key == "engines.refused.uncertain-start"
    service.lost.clear()
    service.unanswered.add(STARTS[engine])
    assert push(engine, handing, start=True).how == "started"
    assert service.calls.count(STARTS[engine]) == 2


@pytest.mark.parametrize("engine", BOTH)
def test_two_of_it_are_for_the_owner_to_settle(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    push(engine, handing, start=False)
    (letter,) = services[engine].letters
    services[engine].letters += [{"id": 90, "name": "x", "slug": "x"}, {**letter}]
    assert _refused(engine, handing).key == "engines.refused.twice"


@pytest.mark.parametrize("engine", BOTH)
def test_a_no_is_told_in_one_line(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    key = {"listmonk": "s3cret-token", "buttondown": "s3cret-key"}[engine]
    long = {"message": "No,\n\x1b[31mnever " + f"{key} " * 90}
    services[engine].says[MAKES[engine]] = (422, long)
    refused = _refused(engine, handing)
    assert refused.key == "engines.refused.said-no"
    assert refused.facts["status"] == 422
    reason = str(refused.facts["reason"])
    assert reason.startswith("No, [31mnever …")
    assert len(reason) <= 160


@pytest.mark.parametrize("engine", BOTH)
@pytest.mark.parametrize(
    "strange", ["<html>captive portal</html>", [], {"data": []}, {"results": 3}, "null"]
)
def test_an_answer_of_another_kind(
    engine: str, strange: object, handing: Handing, services: dict[str, Service]
) -> None:
    services[engine].says[LISTS[engine]] = (200, strange)
    assert _refused(engine, handing).key == "engines.refused.strange"
    assert services[engine].letters == []


@pytest.mark.parametrize("engine", BOTH)
def test_a_key_does_not_go_along_with_a_redirect(
    engine: str, handing: Handing, services: dict[str, Service]
) -> None:
    services[engine].says[LISTS[engine]] = (302, "")
    assert _refused(engine, handing).facts["status"] == 302


def test_listmonks_bare_template_is_made_once(
    handing: Handing, services: dict[str, Service]
) -> None:
    for _ in range(2):
        push("listmonk", handing, start=False)
    service = services["listmonk"]
    assert [t["body"] for t in service.templates] == ['{{ template "content" . }}']
    assert service.letters[0]["template_id"] == 2
    push("listmonk", replace(handing, template=41), start=False)
    assert service.letters[0]["template_id"] == 41


def test_buttondowns_pages_are_all_looked_at(
    handing: Handing, services: dict[str, Service]
) -> None:
    others = [{"id": f"em_9{n}", "slug": "x", "status": "sent"} for n in range(5)]
    services["buttondown"].letters += others
    push("buttondown", handing, start=False)
    assert push("buttondown", handing, start=False).how == "again"


def test_a_service_that_is_not_there(
    handing: Handing, monkeypatch: pytest.MonkeyPatch, services: dict[str, Service]
) -> None:
    del services
    monkeypatch.setenv("STORYHOUSE_LISTMONK", "http://127.0.0.1:1")
    assert _refused("listmonk", handing).key == "engines.refused.no-answer"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("STORYHOUSE_LISTMONK", "no-address"),
        ("STORYHOUSE_LISTMONK_USER", "no-key"),
        ("STORYHOUSE_LISTMONK_TOKEN", "no-key"),
    ],
)
def test_what_is_not_set(
    name: str,
    key: str,
    handing: Handing,
    monkeypatch: pytest.MonkeyPatch,
    services: dict[str, Service],
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv(name)
    assert _refused("listmonk", handing).key == f"engines.refused.{key}"
    assert services["listmonk"].calls == []


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://letters.example", True),
        ("http://localhost:9000", True),
        ("http://[::1]:9000", True),
        ("http://letters.example", False),
        ("http://127.0.0.1.letters.example", False),
        ("https://mara:pass@letters.example", False),
        ("ftp://letters.example", False),
        ("letters.example", False),
    ],
)
def test_where_a_key_may_go(url: str, safe: bool) -> None:  # noqa: FBT001
    assert is_safe(url) is safe


def test_a_key_from_the_keyring(
    handing: Handing, monkeypatch: pytest.MonkeyPatch, services: dict[str, Service]
) -> None:
    kept = {("storyhouse", "STORYHOUSE_BUTTONDOWN_KEY"): "s3cret-key"}
    monkeypatch.setattr("keyring.get_password", lambda *of: kept.get(of))
    monkeypatch.delenv("STORYHOUSE_BUTTONDOWN_KEY")
    assert push("buttondown", handing, start=False).how == "made"
    assert len(services["buttondown"].letters) == 1


def test_what_is_refused_before_anything_is_done(handing: Handing) -> None:
    draft = replace(handing, issue=replace(handing.issue, status=IssueStatus.DRAFT))
    part = replace(handing, issue=replace(handing.issue, audience="wholesale"))
    for service, given, push_, start, key in [
        ("ses", handing, True, False, "no-push"),
        ("listmonk", handing, False, True, "start-without-push"),
        ("listmonk", draft, True, True, "start-draft"),
        ("listmonk", replace(handing, lists=()), True, False, "no-list"),
        ("buttondown", part, True, True, "start-audience"),
    ]:
        with pytest.raises(RefusedError) as refused:
            refuse(service, given, push=push_, start=start)
        assert refused.value.key == f"engines.refused.{key}"
    refuse("buttondown", part, push=True, start=False)


def test_a_pushed_letter_says_where_it_is(
    handing: Handing, services: dict[str, Service]
) -> None:
    del services
    assert push("buttondown", handing, start=False) == Pushed(
        "made", "https://buttondown.com/emails/em_1"
    )
