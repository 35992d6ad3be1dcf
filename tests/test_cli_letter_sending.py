"""`storyhouse letter test|send|status|settle|sent`, as an owner meets them."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storyhouse.building import Progress, build_shop
from storyhouse.cli import storyhouse
from storyhouse.diagnostics import Severity
from storyhouse.model.record import IssueId
from storyhouse.model.subscribers import NOBODY, Standing
from storyhouse.sending.ledger import Outcome, State
from storyhouse.sending.opening import open_issue
from storyhouse.sending.sending import Post
from storyhouse.sending.sqlite_ledger import LEDGER, open_ledger
from storyhouse.sending.stored import packed
from storyhouse.subscribing.places import SUPPRESSED
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import suppressed
from storyhouse.subscribing.tokens import named_by, token
from tests.sending.servers import Mailbox, server
from tests.servers import free_port
from tests.shop import TODAY, Shop

ISSUE = "2026-10-less-salt"
FILE = f"newsletters/{ISSUE}.md"
LIST = """\
email,first_name,person,language,tags,status,consented_at
hana@reader.example,Hana,haeseong,en,,active,2025-01-02
bo@reader.example,Bo,,ko,,active,2025-01-02
ari@reader.example,Ari,,,,unsubscribed,2025-01-02
dan@reader.example,Dan,,,,pending,
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a list, a letter that is ready, and its site."""
    shop = Shop.of("small", tmp_path_factory.mktemp("ready") / "shop")
    shop.change(FILE, "status: sent", "status: ready")
    shop.write("private/subscribers.csv", LIST)
    checked, site = build_shop(shop.root, TODAY)
    assert site is not None, checked.diagnostics
    return shop.root


@pytest.fixture
def ready(built: Path, tmp_path: Path) -> Shop:
    """A copy of it."""
    shutil.copytree(built, tmp_path / "ready")
    return Shop(tmp_path / "ready")


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with server(lambda s, a: MOODS.get((s, a), "")) as running:
        monkeypatch.setenv("STORYHOUSE_SMTP", f"smtp://127.0.0.1:{running.port}")
        yield running
    MOODS.clear()


MOODS: dict[tuple[str, str], str] = {}


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STORYHOUSE_SMTP", "STORYHOUSE_LEDGER", "STORYHOUSE_BOUNCES"):
        monkeypatch.delenv(name, raising=False)


def _letter(shop: Shop, *words: str, today: bool = True) -> Result:
    day = ["--today", str(TODAY)] if today else []
    line = ["letter", *words, "--shop", str(shop.root), *day]
    return CliRunner().invoke(storyhouse, line, catch_exceptions=False)


def _status(shop: Shop) -> dict[str, int]:
    said = _letter(shop, "status", ISSUE, "--format", "json", today=False).stdout
    counts: dict[str, int] = json.loads(said)[0]["counts"]
    return {state: n for state, n in counts.items() if n}


def test_send_says_to_whom_sends_once_and_says_what_is_next(
    ready: Shop, box: Mailbox
) -> None:
    said = _letter(ready, "send", ISSUE, "--yes")
    assert said.exit_code == 0, said.output
    assert "Goes to 2 people (en 1, ko 1)." in said.stdout
    assert "Left out: 1 person who unsubscribed." in said.stdout
    assert "Left out: 1 person who did not confirm." in said.stdout
    assert "2 letters sent." in said.stdout
    assert f"storyhouse letter sent {ISSUE}" in said.stdout
    assert "@" not in said.stdout
    assert sorted(box.addresses) == ["bo@reader.example", "hana@reader.example"]
    again = _letter(ready, "send", ISSUE, "--yes")
    assert "So far, 2 letters are out" in again.stdout
    assert "0 letters sent." in again.stdout
    assert len(box.taken) == 2
    assert _status(ready) == {"sent": 2}


def test_without_a_yes_nothing_is_sent(ready: Shop, box: Mailbox) -> None:
    said = _letter(ready, "send", ISSUE)
    assert said.exit_code == 2
    assert "say --yes" in said.stderr
    dry = _letter(ready, "send", ISSUE, "--dry-run")
    assert dry.exit_code == 0
    assert "dry run" in dry.stdout
    assert box.taken == []
    assert not (ready.root / LEDGER).exists()


def test_it_asks_about_those_who_wait(
    ready: Shop, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not about those who have it; with nobody left, there is nothing to ask."""
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    day = ["--shop", str(ready.root), "--today", str(TODAY)]

    def send(answer: str) -> Result:
        line = ["letter", "send", ISSUE, *day]
        return CliRunner().invoke(storyhouse, line, input=answer)

    assert "Send it to 2 people through 127.0.0.1?" in send("n\n").stdout
    assert _letter(ready, "send", ISSUE, "--yes").exit_code == 0
    ready.write("private/subscribers.csv", f"{LIST}new@reader.example,New,,,,active,\n")
    said = send("y\n")
    assert "Send it to 1 person through 127.0.0.1?" in said.stdout
    assert box.addresses[2:] == ["new@reader.example"]
    last = send("")
    assert last.exit_code == 0, last.output
    assert "Send it to" not in last.stdout
    assert f"storyhouse letter sent {ISSUE}" in last.stdout


@pytest.mark.parametrize(
    ("change", "words", "told"),
    [
        (("status: ready", "status: draft"), (), "is a draft"),
        (("status: ready", "status: sent"), (), "says that it was sent"),
        (("date: 2026", "date: 2027"), (), "dated 2027-10-27"),
        (("date: 2026", "date: 2027"), ("--early",), ""),
    ],
)
def test_what_is_not_ready_stays(
    ready: Shop,
    box: Mailbox,
    change: tuple[str, str],
    words: tuple[str, ...],
    told: str,
) -> None:
    ready.change(FILE, *change)
    said = _letter(ready, "send", ISSUE, "--yes", *words)
    assert told in said.stderr
    assert said.exit_code == (2 if told else 0)
    assert len(box.taken) == (0 if told else 2)


def test_a_shop_with_errors_sends_nothing(ready: Shop, box: Mailbox) -> None:
    ready.write("content/asks/less-salt.yml", "title: x\n")
    said = _letter(ready, "send", ISSUE, "--yes")
    assert said.exit_code == 1
    assert "content/asks/less-salt.yml" in said.stderr
    assert box.taken == []


def test_a_letter_that_changed_goes_out_as_it_began(ready: Shop, box: Mailbox) -> None:
    """And who is new since gets that one, too."""
    _letter(ready, "send", ISSUE, "--yes")
    ready.change(FILE, "subject: Why we cut the salt", "subject: More salt")
    ready.write("private/subscribers.csv", f"{LIST}new@reader.example,New,,,,active,\n")
    said = _letter(ready, "send", ISSUE, "--yes")
    assert f"{FILE} has changed since" in said.stdout
    assert "1 person more" in said.stdout
    assert box.addresses[2:] == ["new@reader.example"]
    assert b"Subject: Why we cut the salt" in box.taken[2][1]


def test_who_left_between_two_runs_gets_none(ready: Shop, box: Mailbox) -> None:
    MOODS["rcpt", "bo@reader.example"] = "421 4.3.2 closing"
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr("storyhouse.sending.sending.Post.send", lambda _: _stopped())
        assert _letter(ready, "send", ISSUE, "--yes").exit_code == 2
    MOODS.clear()
    gone = LIST.replace("Bo,,ko,,active", "Bo,,ko,,unsubscribed")
    ready.write("private/subscribers.csv", gone)
    said = _letter(ready, "send", ISSUE, "--yes")
    assert said.exit_code == 0
    assert "1 person left before it was their turn" in said.stdout
    assert "refused" not in said.stdout
    assert box.addresses == ["hana@reader.example"]
    told = _letter(ready, "status", ISSUE, today=False).stdout
    assert "1 left meanwhile" in told
    assert "refused" not in told
    assert _status(ready) == {"sent": 1, "left": 1}


NO_SUCH = "550 5.1.1 no such user"


@pytest.mark.usefixtures("box")
def test_whose_mailbox_is_gone_gets_no_more_letters(ready: Shop) -> None:
    """As where the same comes back later, and once."""
    MOODS["rcpt", "bo@reader.example"] = NO_SUCH
    said = _letter(ready, "send", ISSUE, "--yes")
    assert said.exit_code == 0, said.output
    assert "1 mailbox is gone for good. They get no more letters." in said.stdout
    bo = secret_of(ready.root).id_of("bo@reader.example")
    assert {k: v.why for k, v in suppressed(ready.root).items()} == {
        bo: Standing.CLEANED
    }
    noes = (ready.root / SUPPRESSED).read_bytes()
    assert "gone for good" not in _letter(ready, "send", ISSUE, "--yes").stdout
    assert (ready.root / SUPPRESSED).read_bytes() == noes
    told = _letter(ready, "status", ISSUE, today=False).stdout
    assert f"bo@reader.example: {NO_SUCH}" in told
    assert "Of the refused, 1 person gets no more letters." in told
    assert "stays on the list" not in told


@pytest.mark.usefixtures("box")
def test_what_another_worker_was_told_counts_too(ready: Shop) -> None:
    with pytest.MonkeyPatch.context() as first:
        first.setattr("storyhouse.sending.sending.Post.send", lambda _: _stopped())
        _letter(ready, "send", ISSUE, "--yes")
    issue, bo = IssueId(ISSUE), secret_of(ready.root).id_of("bo@reader.example")
    with closing(open_ledger(ready.root)) as ledger:
        people = [one.id for one in ledger.claim(issue, "another", 9)]
        told = [Outcome(who, State.REFUSED, NO_SUCH) for who in people if who == bo]
        rest = [Outcome(who, State.WAITING) for who in people if who != bo]
        ledger.settle(issue, [*told, *rest])
    said = _letter(ready, "send", ISSUE, "--yes")
    assert "1 mailbox is gone for good." in said.stdout
    assert "refused for good" not in said.stdout.partition("1 letter sent.")[2]
    assert set(suppressed(ready.root)) == {bo}


@pytest.mark.usefixtures("box")
def test_who_says_yes_again_is_not_struck_off_for_what_was(ready: Shop) -> None:
    MOODS["rcpt", "bo@reader.example"] = NO_SUCH
    _letter(ready, "send", ISSUE, "--yes")
    day = str(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1))
    words = ("subscribers", "add", "bo@reader.example", "--how", "said so", "--again")
    assert _run_on(ready, day, *words).exit_code == 0
    assert suppressed(ready.root) == {}
    assert "gone for good" not in _letter(ready, "send", ISSUE, "--yes").stdout
    assert suppressed(ready.root) == {}


def _run_on(shop: Shop, day: str, *words: str) -> Result:
    line = [*words, "--shop", str(shop.root), "--today", day]
    return CliRunner().invoke(storyhouse, line, catch_exceptions=False)


@pytest.mark.usefixtures("box")
@pytest.mark.parametrize(
    "words",
    ["552 5.2.2 mailbox full", "552 5.2.3 too large", "550 no", "550 5.1.8 sender"],
)
def test_who_is_refused_for_another_reason_stays_on_the_list(
    ready: Shop, words: str
) -> None:
    ready.write("private/subscribers.csv", LIST.replace("bo@", "zo@"))
    MOODS["rcpt", "zo@reader.example"] = words
    said = _letter(ready, "send", ISSUE, "--yes")
    assert "1 letter was refused for good." in said.stdout
    assert "gone for good" not in said.stdout
    assert suppressed(ready.root) == {}
    told = _letter(ready, "status", ISSUE, today=False).stdout
    assert "1 person stays on the list" in told
    assert "storyhouse subscribers unsubscribe ADDRESS --shop" in told


@pytest.mark.usefixtures("box")
def test_a_server_that_knows_nobody_takes_nobody_off(ready: Shop) -> None:
    for who in ("hana", "bo"):
        MOODS["rcpt", f"{who}@reader.example"] = NO_SUCH
    said = _letter(ready, "send", ISSUE, "--yes")
    assert "2 letters were refused for good." in said.stdout
    assert "gone for good" not in said.stdout
    assert suppressed(ready.root) == {}


def test_why_letters_wait_is_said_in_the_servers_words(
    ready: Shop, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commonest: each answer may name its reader."""
    monkeypatch.setattr("storyhouse.sending.outgoing.Post", partial(Post, again=()))
    people = "".join(f"r{n}@reader.example,R,,en,,active,2025-01-02\n" for n in "123")
    ready.write("private/subscribers.csv", f"{LIST.replace('hana@', 'r0@')}{people}")
    MOODS["rcpt", "r0@reader.example"] = "450 4.2.2 full"
    for n in "123":
        MOODS["rcpt", f"r{n}@reader.example"] = f"451 4.7.1 <r{n}> greylisted"
    said = _letter(ready, "send", ISSUE, "--yes")
    assert said.exit_code == 2
    why = "451 4.7.1 <r1> greylisted"
    assert f"most often of those who wait: {why}\n4 letters wait." in said.stdout
    told = _letter(ready, "status", ISSUE, today=False).stdout
    assert f"  4 wait\n    most often, it is said: {why}\n" in told
    assert box.addresses == ["bo@reader.example"]


@pytest.mark.usefixtures("box")
@pytest.mark.parametrize(
    ("zone", "language", "said"),
    [
        ("Asia/Seoul", "en", "(28 November 2026, 22:19)"),
        ("Asia/Seoul", "ko", "(2026년 11월 28일 오후 10:19)"),
        ("Nowhere/At-all", "en", "(28 November 2026, 13:19)"),
    ],
)
def test_a_time_is_the_shops(
    ready: Shop, monkeypatch: pytest.MonkeyPatch, zone: str, language: str, said: str
) -> None:
    """And the rest of its file may be broken."""
    at = "2026-11-28T13:19:12+00:00"
    monkeypatch.setattr("storyhouse.sending.sqlite_ledger._now", lambda: at)
    MOODS["end", "bo@reader.example"] = "drop"
    _letter(ready, "send", ISSUE, "--yes")
    shop = f"language: {language}\ntimezone: {zone}\nname: [\n"
    ready.write("content/shop.yml", shop)
    assert said in _letter(ready, "status", ISSUE, today=False).stdout
    row = json.loads(_letter(ready, "status", "--format", "json", today=False).stdout)[
        0
    ]["rows"][0]
    assert row["at"] == at


def _stopped() -> object:
    from storyhouse.sending.sending import Tally  # noqa: PLC0415

    return Tally(stopped="421 4.3.2 closing")


def test_what_is_uncertain_is_the_owners_to_decide(ready: Shop, box: Mailbox) -> None:
    MOODS["end", "bo@reader.example"] = "drop"
    said = _letter(ready, "send", ISSUE, "--yes")
    assert "1 letter may have arrived or not" in said.stdout
    status = _letter(ready, "status", today=False).stdout
    assert "bo@reader.example: uncertain, the connection was lost" in status
    assert f"storyhouse letter settle {ISSUE} --sent ADDRESS" in status
    assert "hana" not in status
    early = _letter(ready, "sent", ISSUE)
    assert early.exit_code == 2
    assert "1 letter is uncertain" in early.stderr
    wrong = _letter(
        ready, "settle", ISSUE, "hana@reader.example", "--sent", today=False
    )
    assert "hana@reader.example is not uncertain" in wrong.stderr
    assert _letter(ready, "settle", ISSUE, "--sent", today=False).exit_code == 2
    MOODS.clear()
    _letter(ready, "settle", ISSUE, "Bo@reader.example", "--again", today=False)
    assert _status(ready) == {"waiting": 1, "sent": 1}
    _letter(ready, "send", ISSUE, "--yes")
    assert box.addresses.count("bo@reader.example") == 2  # as the owner said
    assert _status(ready) == {"sent": 2}


def test_sent_marks_the_letter_and_changes_nothing_else(
    ready: Shop, box: Mailbox
) -> None:
    _letter(ready, "send", ISSUE, "--yes")
    before = (ready.root / FILE).read_bytes()
    said = _letter(ready, "sent", ISSUE)
    assert said.exit_code == 0, said.output
    after = (ready.root / FILE).read_bytes()
    assert after == before.replace(b"status: ready", b"status: sent")
    assert _letter(ready, "send", ISSUE, "--yes").exit_code == 2
    assert len(box.taken) == 2


def test_sent_notes_who_of_its_audience_was_told(ready: Shop, box: Mailbox) -> None:
    """Whoever got it: mara asked, too, and is on no list."""
    ask = "content/asks/less-salt.yml"
    ready.change(FILE, "status: ready", "status: ready\naudience: asked:less-salt")
    ready.change(ask, "by: [", "by: [mara, ")
    text = (ready.root / ask).read_text("utf-8")
    ready.write(ask, text.partition("told:")[0])
    shop = (ready.root / "content/shop.yml").read_text("utf-8")
    ready.write("content/shop.yml", f"{shop}rules: {{loop/built-not-told: warning}}\n")
    said = _letter(ready, "send", ISSUE, "--yes")
    assert box.addresses == ["hana@reader.example"], said.output
    assert "Left out: 1 person of another audience" in said.stdout
    said = _letter(ready, "sent", ISSUE)
    assert said.exit_code == 0, said.output
    asked = (ready.root / ask).read_text("utf-8")
    assert f"how: letter “{ISSUE}”" in asked
    assert "person: haeseong" in asked
    assert "person: mara" not in asked
    assert _letter(ready, "sent", ISSUE).exit_code == 0
    assert (ready.root / ask).read_text("utf-8") == asked  # told once


#: The day of `ISSUE`: it is ready, and goes out.
ITS_DAY = dt.date(2026, 10, 27)
HOOKS = "content/asks/hooks.yml"
UNTOLD = "loop/built-not-told"


@pytest.fixture
def asked(ready: Shop) -> Shop:
    """Two asked who may not be named in letters; of mila, the list says who she is."""
    ready.write("content/people/mila.yml", "name: Mila Brandt\n")
    ready.write("content/people/otto.yml", "name: Otto Lenz\n")
    ready.write(
        HOOKS,
        "title: Hooks\nwords: My bag!\nby: [mila, otto]\ndate: 2026-09-20\n"
        "answers: [{date: 2026-09-21, words: We look for some.}]\n",
    )
    ready.write(
        "content/changelog/hooks-out.md",
        "---\ntitle: Hooks\ndate: 2026-10-20\ntakeaway: As high as a hand hangs.\n"
        "value: [functional]\nanswers: [hooks]\nbefore: The floor.\n"
        "after: Six hooks.\ncredits: [{person: mila, did: [idea]}, "
        "{person: otto, did: [idea]}]\n---\nOf brass.\n",
    )
    ready.write(
        "newsletters/2026-09-first.md",
        "---\nsubject: First\ndate: 2026-09-01 17:00\nstories: [oven-at-four]\n"
        "question: And you?\nstatus: sent\n---\nHello.\n",
    )
    ready.write(
        "private/subscribers.csv",
        f"{LIST}mila@reader.example,Mila,mila,en,,active,2025-01-02\n"
        "otto@reader.example,Otto,,en,,active,2025-01-02\n",
    )
    return ready


def _run(shop: Shop, *words: str) -> Result:
    line = [*words, "--shop", str(shop.root), "--today", str(ITS_DAY)]
    return CliRunner().invoke(storyhouse, line, catch_exceptions=False)


def _untold(shop: Shop) -> list[str]:
    found = [f for f in shop.told(ITS_DAY).findings if f.code == UNTOLD]
    return [f"{f.facts['person']} {f.severity} {f.variant}" for f in found]


def _nags(shop: Shop) -> list[str]:
    owed = json.loads(_run(shop, "today", "--format", "json").stdout)["owed"]
    return [one["paste"] for one in owed if one["kind"] == "untold"]


def test_who_may_not_be_named_hears_it_in_a_part_of_their_own(
    asked: Shop, box: Mailbox
) -> None:
    """And is told by it, once it is out; of whom the list knows nothing, is not."""
    assert _untold(asked) == ["mila warning part-named", "otto warning part-named"]
    assert "--person otto" in "".join(_nags(asked))
    assert "mila" not in "".join(_nags(asked))
    assert _run(asked, "build").exit_code == 0
    said = _run(asked, "letter", "send", ISSUE, "--yes")
    assert said.exit_code == 0, said.output
    mails = {to: _text_of(mail) for to, mail in box.taken}
    own = [to for to, text in mails.items() if "You asked us." in text]
    assert own == ["mila@reader.example"]
    assert "Six hooks." in mails["mila@reader.example"]

    said = _run(asked, "letter", "sent", ISSUE)
    assert said.exit_code == 0, said.output
    assert f"{HOOKS}" in said.stdout
    assert "“Hooks”: Otto Lenz. Once they have heard: " in said.stdout
    shop = f"--how 'in person' --shop {asked.root}"
    assert f"storyhouse ask told hooks --person otto {shop}" in said.stdout
    assert "Mila" not in said.stdout
    assert "ledger knows of nobody" not in said.stdout
    assert _untold(asked) == ["otto error waits-named"]
    assert "mila" not in "".join(_nags(asked))
    [nag] = _nags(asked)  # he alone is left
    assert nag.startswith("storyhouse ask told hooks --how")

    told = _run(
        asked, "ask", "told", "hooks", "--person", "otto", "--how", "at the till"
    )
    assert told.exit_code == 0, told.output
    assert _untold(asked) == []
    assert _nags(asked) == []
    assert _run(asked, "check").exit_code == 0
    assert _run(asked, "build").exit_code == 0


@pytest.mark.usefixtures("box")
def test_who_is_linked_later_was_not_told(asked: Shop) -> None:
    """Their letter held no part of their own; a letter is marked once."""
    assert _run(asked, "build").exit_code == 0
    assert _run(asked, "letter", "send", ISSUE, "--yes").exit_code == 0
    assert _run(asked, "letter", "sent", ISSUE).exit_code == 0
    asked.change("private/subscribers.csv", "Otto,,", "Otto,otto,")
    before = {f: (asked.root / f).read_bytes() for f in (HOOKS, FILE)}
    said = _run(asked, "letter", "sent", ISSUE)
    assert said.exit_code == 0, said.output
    assert f"{FILE} says already that it was sent." in said.stdout
    assert "--person otto" in said.stdout
    assert {f: (asked.root / f).read_bytes() for f in (HOOKS, FILE)} == before


@pytest.mark.parametrize("language", ["en", "ko"])
def test_who_got_it_from_elsewhere_is_the_owners_to_note(
    asked: Shop, language: str
) -> None:
    """The ledger knows of nobody, so all who have a part of their own still wait."""
    asked.change("content/shop.yml", "language: en", f"language: {language}")
    said = _run(asked, "letter", "sent", ISSUE)
    assert said.exit_code == 0, said.output
    told = {"en": "The ledger knows of nobody", "ko": "받은 분이 장부에 없어요"}
    assert told[language] in said.stdout
    assert "Mila Brandt" in said.stdout
    assert "Otto Lenz" in said.stdout
    assert "storyhouse ask told hooks --person mila --person otto --how" in said.stdout
    assert "told:" not in (asked.root / HOOKS).read_text("utf-8")
    assert b"status: sent" in (asked.root / FILE).read_bytes()


def test_a_late_letter_is_sent_to_tell_them(asked: Shop, box: Mailbox) -> None:
    """Its day has passed, so a build stops; not the letter that ends the waiting."""
    assert _run(asked, "build").exit_code == 0
    found = {f.severity for f in asked.told().findings if f.code == UNTOLD}
    assert found == {Severity.ERROR}
    said = _letter(asked, "send", ISSUE, "--yes")
    assert said.exit_code == 0, said.output
    assert {"mila@reader.example", "otto@reader.example"} <= {*box.addresses}
    assert _letter(asked, "sent", ISSUE).exit_code == 0
    told = (asked.root / HOOKS).read_text("utf-8")
    assert "person: mila" in told
    assert "person: otto" not in told


def _text_of(mail: bytes) -> str:
    part = next(
        p
        for p in message_from_bytes(mail).walk()
        if p.get_content_type() == "text/plain"
    )
    return bytes(part.get_payload(decode=True)).decode()


def test_what_waits_is_not_called_sent(ready: Shop) -> None:
    with closing(open_ledger(ready.root)) as ledger:
        from tests.sending.letters import reader  # noqa: PLC0415

        id_ = IssueId(ISSUE)
        ledger.enlist(id_, [reader(1), reader(2)])
        one, _ = ledger.claim(id_, "w", 2)
        ledger.settle(id_, [Outcome(one.id, State.WAITING)])
    said = _letter(ready, "sent", ISSUE)
    assert "1 letter did not go out yet" in said.stderr
    assert b"status: ready" in (ready.root / FILE).read_bytes()


def test_files_are_no_letters_that_were_sent(ready: Shop) -> None:
    said = _letter(ready, "send", ISSUE)
    assert "2 letters in" in said.stdout
    assert "STORYHOUSE_SMTP=smtp://" in said.stdout
    files = sorted((ready.root / f"private/outbox/{ISSUE}").iterdir())
    assert len(files) == 2
    assert [f.stat().st_mode & 0o777 for f in files] == [0o600] * 2
    assert not any("reader" in f.name for f in files)
    assert b'To: "Hana" <hana@reader.example>' in files[0].read_bytes()
    assert not (ready.root / LEDGER).exists()
    ready.write("private/subscribers.csv", LIST.replace("bo@", "cy@").split("BO@")[0])
    _letter(ready, "send", ISSUE)
    left = sorted((ready.root / f"private/outbox/{ISSUE}").iterdir())
    assert len(left) == 2
    assert left[1] != files[1]


def test_letters_are_not_written_where_they_may_be_published(
    ready: Shop, tmp_path: Path
) -> None:
    for folder in ("out/site/x", "content", "private/../newsletters"):
        said = _letter(ready, "send", ISSUE, "--to-folder", str(ready.root / folder))
        assert said.exit_code == 2
        assert "letters hold addresses" in said.stderr
    outside = tmp_path / "outside"
    assert _letter(ready, "send", ISSUE, "--to-folder", str(outside)).exit_code == 0
    assert len([*outside.iterdir()]) == 2


def test_a_test_takes_nobody_off_and_is_in_no_ledger(ready: Shop, box: Mailbox) -> None:
    ready.change(FILE, "status: ready", "status: draft")
    page = "https://slowrise.example/unsubscribe"
    ready.change(
        "content/shop.yml",
        "from: mara@slowrise.example",
        f"from: mara@slowrise.example, unsubscribe: {page}",
    )
    to = "bo@reader.example"
    said = _letter(ready, "test", ISSUE, "--to", to, "--as", "HANA@reader.example")
    assert said.exit_code == 0, said.output
    ((address, mail),) = box.taken
    assert address == to
    assert b"Subject: [test] Why we cut the salt" in mail
    assert b"Hello Hana" in mail
    signed = mail.partition(b"token=")[2].partition(b">")[0].decode()
    secret = secret_of(ready.root)
    assert named_by(secret, signed) == NOBODY
    assert not (ready.root / LEDGER).exists()
    unknown = _letter(ready, "test", ISSUE, "--to", to, "--as", "x@reader.example")
    assert "x@reader.example is not in private/subscribers.csv" in unknown.stderr


def test_a_test_that_is_not_taken_says_why(ready: Shop, box: Mailbox) -> None:
    MOODS["rcpt", "me@slowrise.example"] = "550 5.1.1 nobody here"
    said = _letter(ready, "test", ISSUE, "--to", "me@slowrise.example")
    assert said.exit_code == 2
    assert "550 5.1.1 nobody here" in said.stderr
    assert box.taken == []


def test_a_server_that_is_not_there_is_no_riddle(
    ready: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYHOUSE_SMTP", f"smtp://127.0.0.1:{free_port()}")
    said = _letter(ready, "test", ISSUE, "--to", "me@slowrise.example")
    assert "No letter could be handed to 127.0.0.1: nobody takes letters" in said.stderr
    assert "Errno" not in said.stderr


def test_without_a_server_a_test_says_what_to_set(ready: Shop) -> None:
    said = _letter(ready, "test", ISSUE, "--to", "me@slowrise.example")
    assert "STORYHOUSE_SMTP=smtp://" in said.stderr


def test_a_letter_that_is_not_there(ready: Shop) -> None:
    for command in (["send"], ["status"], ["settle"], ["sent"]):
        today = command[0] in {"send", "sent"}
        said = _letter(ready, *command, "2026-10-les-salt", today=today)
        assert f"Did you mean “{ISSUE}”?" in said.stderr
        assert said.exit_code == 2


def test_a_no_is_kept_where_the_ledger_is_away(
    ready: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = f"postgresql://shop@127.0.0.1:{free_port()}/shop"
    monkeypatch.setenv("STORYHOUSE_LEDGER", away)
    who = "hana@reader.example"
    line = ["subscribers", "unsubscribe", who, "--shop", str(ready.root)]
    said = CliRunner().invoke(storyhouse, line)
    assert said.exit_code == 2
    assert "could not be kept back" in said.stderr
    assert secret_of(ready.root).id_of(who) in suppressed(ready.root)


def test_where_nothing_is_uncertain_nothing_is_settled(
    ready: Shop, box: Mailbox
) -> None:
    assert _letter(ready, "send", ISSUE, "--yes").exit_code == 0
    said = _letter(ready, "settle", ISSUE, "--all", "--again", today=False)
    assert said.exit_code == 2
    assert said.output == f"Nothing of “{ISSUE}” is uncertain.\n"
    assert box.taken


def test_who_left_meanwhile_is_not_sent_to_again(ready: Shop, box: Mailbox) -> None:
    MOODS["end", "bo@reader.example"] = "drop"
    _letter(ready, "send", ISSUE, "--yes")
    line = ["subscribers", "unsubscribe", "bo@reader.example", "--shop"]
    assert CliRunner().invoke(storyhouse, [*line, str(ready.root)]).exit_code == 0
    said = _letter(ready, "settle", ISSUE, "--all", "--again", today=False)
    assert said.stdout.startswith("1 person has left the list since")
    _letter(ready, "settle", ISSUE, "--all", "--sent", today=False)
    assert _status(ready) == {"sent": 2}
    assert box.addresses.count("bo@reader.example") <= 1


def test_a_subject_is_shown_as_its_readers_get_it(ready: Shop) -> None:
    ready.change(FILE, "subject: Why we", 'subject: "{first_name|friend}, why we')
    ready.change(FILE, "cut the salt\n", 'cut the salt"\n')
    said = _letter(ready, "send", ISSUE, "--dry-run")
    assert said.exit_code == 0, said.output
    assert "For example: “Alex, why we cut the salt”" in said.stdout
    assert "Without a name: “friend, why we cut the salt”" in said.stdout
    assert "{" not in said.stdout


def test_a_bar_is_drawn_while_people_are_gone_through(
    ready: Shop, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int]] = []

    @contextmanager
    def progress() -> Iterator[Progress]:
        yield lambda *step: told.append(step)

    for module in ("letter_saying", "letter_sending"):
        monkeypatch.setattr(f"storyhouse.cli.{module}.progress", progress)
    monkeypatch.setattr("storyhouse.sending.reach._OFTEN", 1)
    assert _letter(ready, "send", ISSUE, "--yes").exit_code == 0
    assert [*dict.fromkeys(step[0] for step in told)] == [
        *("counting", "enlisting", "sending")
    ]
    assert ("counting", 2, 0) in told
    assert ("enlisting", 2, 2) in told
    assert box.taken


def test_nothing_was_sent_yet(ready: Shop) -> None:
    assert _letter(ready, "status", today=False).stdout == "Nothing was sent yet.\n"
    assert not (ready.root / LEDGER).exists()


def test_a_database_without_its_driver_says_how_to_get_it(
    ready: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys  # noqa: PLC0415

    monkeypatch.setitem(sys.modules, "storyhouse.sending.postgres_ledger", None)
    monkeypatch.setenv("STORYHOUSE_LEDGER", "postgresql://db.example/shop")
    said = _letter(ready, "status", ISSUE, today=False)
    assert "pip install 'storyhouse[postgresql]'" in said.stderr
    monkeypatch.setenv("STORYHOUSE_LEDGER", "mysql://db.example")
    assert "is no ledger" in _letter(ready, "status", ISSUE, today=False).stderr


def test_a_test_carries_nobodys_way_out(ready: Shop, box: Mailbox) -> None:
    said = _letter(
        ready, "test", ISSUE, "--to", "me@shop.example", "--as", "hana@reader.example"
    )
    assert said.exit_code == 0, said.output
    secret = secret_of(ready.root)
    hers = token(secret, secret.id_of("hana@reader.example"))
    mail = message_from_bytes(box.taken[0][1])
    assert mail["List-Unsubscribe"]
    assert hers not in str(mail["List-Unsubscribe"])


def test_files_are_their_owners_alone_whatever_lay_there(ready: Shop) -> None:
    _letter(ready, "send", ISSUE)
    folder = ready.root / "private" / "outbox" / ISSUE
    first, second = sorted(folder.glob("*.eml"))
    first.chmod(0o644)
    elsewhere = ready.write("elsewhere.txt", "mine")
    second.unlink()
    second.symlink_to(elsewhere)
    assert _letter(ready, "send", ISSUE).exit_code == 0
    assert elsewhere.read_text("utf-8") == "mine"
    assert {stat.S_IMODE(f.lstat().st_mode) for f in folder.iterdir()} == {0o600}
    assert not any(f.is_symlink() for f in folder.iterdir())


@pytest.mark.parametrize("emptied", [True, False])
def test_a_lost_list_of_noes_stops_everything(
    ready: Shop, box: Mailbox, *, emptied: bool
) -> None:
    assert _letter(ready, "send", ISSUE, "--dry-run").exit_code == 0
    (ready.root / SUPPRESSED).unlink()
    if emptied:
        (ready.root / SUPPRESSED).touch()
    for words in (("send", ISSUE, "--yes"), ("export", ISSUE, "--for", "ses")):
        said = _letter(ready, *words)
        assert said.exit_code == 2
        assert str(SUPPRESSED) in said.stderr
    assert box.taken == []


@pytest.mark.parametrize("left", [None, b"", b"x" * 5000, b"another"])
def test_a_lost_ledger_writes_to_nobody_again(
    ready: Shop, box: Mailbox, left: bytes | None
) -> None:
    assert _letter(ready, "send", ISSUE, "--yes").exit_code == 0
    taken = len(box.taken)
    for file in (ready.root / "private").glob("ledger.sqlite*"):
        file.unlink()
    if left == b"another":
        other = ready.root / "other"
        (other / "private").mkdir(parents=True)
        open_ledger(other).close()
        (other / LEDGER).rename(ready.root / LEDGER)
    elif left is not None:
        (ready.root / LEDGER).write_bytes(left)
    for words in (("send", ISSUE, "--yes"), ("status", ISSUE), ("sent", ISSUE)):
        said = _letter(ready, *words, today=words[0] != "status")
        assert said.exit_code == 2, said.output
        assert str(LEDGER) in said.stderr
    assert len(box.taken) == taken


def test_what_has_gone_out_is_handed_to_no_service(ready: Shop, box: Mailbox) -> None:
    assert _letter(ready, "send", ISSUE, "--yes").exit_code == 0
    said = _letter(ready, "export", ISSUE, "--for", "listmonk")
    assert said.exit_code == 2
    assert ISSUE in said.stderr
    assert not (ready.root / "private" / "export").exists()
    assert box.taken


@pytest.mark.parametrize("planned", ["2026", "2027"])
def test_a_letter_says_when_it_goes_out(
    ready: Shop, box: Mailbox, planned: str
) -> None:
    """Whatever day was planned, and on whatever day its first copies were begun."""
    ready.change(FILE, "date: 2026", f"date: {planned}")
    with closing(open_ledger(ready.root)) as ledger:  # and nobody was written to
        letter = open_issue(ready.root, ISSUE, TODAY).letter
        ledger.begin(letter.id, packed(letter))
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    assert _letter(ready, "send", ISSUE, "--yes", "--early").exit_code == 0
    assert _letter(ready, "test", ISSUE, "--to", "me@bread.example").exit_code == 0
    dates = [message_from_bytes(mail)["Date"] for _, mail in box.taken]
    assert len(dates) == 3
    for date in map(parsedate_to_datetime, dates):
        assert before <= date <= dt.datetime.now(dt.UTC)
        assert date.utcoffset() == dt.timedelta(hours=9)
    again = _letter(ready, "send", ISSUE, "--dry-run").output
    assert "has changed since the first" not in again
