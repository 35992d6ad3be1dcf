"""One letter and a server: what each way of failing means for it."""

from __future__ import annotations

import datetime as dt
import errno
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from smtplib import SMTPException, SMTPResponseException

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from storyhouse.sending import connecting, smtp
from storyhouse.sending.connecting import UnreachableError, reason_of
from storyhouse.sending.dialogue import Answer, Kind
from storyhouse.sending.reasons import reason_said
from storyhouse.sending.settings import Server
from storyhouse.sending.smtp import Courier
from storyhouse.sending.wire import Wire, dotted
from storyhouse.words import LANGUAGES, words_for
from tests.sending.servers import Mood, gentle, server

FROM, TO = "mara@slowrise.example", "hana@reader.example"
MAIL = b"Subject: rye\r\n\r\n.\r\n..rye\r\n"
WIRE = dotted(MAIL)
OFFERS = (("PIPELINING", "8BITMIME"), ())


def _courier(port: int) -> Courier:
    return Courier(Server(host="127.0.0.1", port=port, starttls=False), FROM)


@pytest.mark.parametrize("offers", OFFERS)
def test_a_letter_arrives_as_it_is(offers: tuple[str, ...]) -> None:
    with server(offers=offers) as box, closing(_courier(box.port)) as courier:
        for _ in range(3):
            assert courier.carry(TO, WIRE).kind is Kind.TAKEN
    assert box.taken == [(TO, MAIL)] * 3
    assert box.connections == 1


#: What a server does at a stage, what it means, and whether the letter is there.
CASES = [
    ("mail", "451 4.3.0 later", Kind.LATER, False),
    ("rcpt", "450 4.2.0 greylisted", Kind.LATER, False),
    ("rcpt", "550 5.1.1 nobody", Kind.NO, False),
    ("rcpt", "421 4.3.2 closing", Kind.LATER, False),
    ("rcpt", "drop", Kind.LATER, False),
    ("data", "451 4.3.0 later", Kind.LATER, False),
    ("data", "554 5.7.1 no", Kind.NO, False),
    ("data", "drop", Kind.LATER, False),
    ("body", "drop", Kind.LOST, False),
    ("end", "451 4.3.0 later", Kind.LATER, False),
    ("end", "554 5.7.1 spam", Kind.NO, False),
    ("end", "421 4.3.2 closing", Kind.LATER, False),
    ("end", "drop", Kind.LOST, True),
    ("end", "garble", Kind.LOST, True),
]


@pytest.mark.parametrize("offers", OFFERS)
@pytest.mark.parametrize(("stage", "fault", "kind", "there"), CASES)
def test_what_a_failure_means(
    stage: str, fault: str, kind: Kind, offers: tuple[str, ...], *, there: bool
) -> None:
    """And the next letter goes out, whatever became of this one."""

    def mood(at: str, address: str) -> str:
        return fault if at == stage and (address == TO or at == "mail") else ""

    moods: list[Mood] = [mood]
    with (
        server(lambda s, a: moods[-1](s, a), offers) as box,  # noqa: PLW0108 (it changes)
        closing(_courier(box.port)) as courier,
    ):
        assert courier.carry(TO, WIRE).kind is kind
        assert (TO in box.addresses) is there
        moods.append(gentle)
        assert courier.carry("next@reader.example", WIRE).kind is Kind.TAKEN
    assert "next@reader.example" in box.addresses


@pytest.mark.parametrize("fault", ["drop", "421 4.3.2 closing"])
def test_a_server_that_hangs_up_behind_a_no_costs_the_next_letter_nothing(
    fault: str,
) -> None:
    faults = {("rcpt", TO): "550 5.1.1 nobody", ("rset", ""): fault}
    with (
        server(lambda stage, address: faults.pop((stage, address), "")) as box,
        closing(_courier(box.port)) as courier,
    ):
        assert courier.carry(TO, WIRE).kind is Kind.NO
        assert courier.carry("next@reader.example", WIRE).kind is Kind.TAKEN
    assert not faults


def test_a_yes_to_data_that_does_not_say_go_on() -> None:
    with (
        server(lambda stage, _: "250 fine" if stage == "data" else "") as box,
        closing(_courier(box.port)) as courier,
    ):
        assert courier.carry(TO, WIRE).kind is Kind.LATER
    assert box.taken == []


def test_a_no_to_a_mailbox_is_told_from_a_no_to_us() -> None:
    answers = {
        "5.1.1": ("550 5.1.1 no such user", True),
        "relay": ("554 5.7.1 relay access denied", False),
        "sender": ("550 5.1.8 your domain is nowhere", False),
        "plain": ("550 no", False),
    }
    said = {f"{who}@reader.example": words for who, (words, _) in answers.items()}
    with (
        server(lambda s, a: said.get(a, "") if s == "rcpt" else "") as box,
        closing(_courier(box.port)) as courier,
    ):
        for who, (words, about) in answers.items():
            answer = courier.carry(f"{who}@reader.example", WIRE)
            assert answer == Answer(Kind.NO, words, about_mailbox=about)


def test_a_no_to_the_sender_is_a_no_to_everybody() -> None:
    with (
        server(lambda s, _: "550 not from you" if s == "mail" else "") as box,
        closing(_courier(box.port)) as courier,
        pytest.raises(UnreachableError) as raised,
    ):
        courier.carry(TO, WIRE)
    assert raised.value.for_good
    assert box.taken == []


@pytest.mark.parametrize("stage", ["mail", "rcpt"])
def test_a_server_that_says_no_and_go_on_gets_no_empty_letter(stage: str) -> None:
    """The answer to DATA does not count where somebody said no before."""
    with server(lambda s, _: "450 later" if s == stage else "") as box:
        with closing(_courier(box.port)) as courier:
            assert courier.carry(TO, WIRE).kind is Kind.LATER
        assert box.taken == []


def test_nobody_there() -> None:
    with server() as box:
        port = box.port
    with pytest.raises(UnreachableError) as raised:
        _courier(port).carry(TO, WIRE)
    assert not raised.value.for_good
    assert raised.value.words == "~refused"


def test_a_name_that_can_be_none() -> None:
    server = Server(host=f"{'x' * 70}.example", port=25, starttls=False)
    with pytest.raises(UnreachableError, match="~no-host"):
        Courier(server, FROM).carry(TO, WIRE)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (socket.gaierror(-2, "Name or service not known"), "~no-host"),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "~no-way"),
        (TimeoutError("timed out"), "~timeout"),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset"), "~hung-up"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "~tls"),
        (SMTPException("No suitable authentication method found."), "~no-login"),
        (SMTPResponseException(554, b"no\r\n mail"), "554 no mail"),
        (
            OSError(errno.EMFILE, "Too many\x1b files"),
            "~other [Errno 24] Too many files",
        ),
    ],
)
def test_what_went_wrong_has_a_reason(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
    for language in LANGUAGES:
        assert "Errno" not in reason_said(words_for(language), reason).partition("(")[0]


def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_CONNECT", 0.2)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(UnreachableError, match="~timeout"),
    ):
        _courier(silent.getsockname()[1]).carry(TO, WIRE)


def test_a_server_that_hangs_up_at_once() -> None:
    with (
        server(lambda s, _: "drop" if s == "connect" else "") as box,
        pytest.raises(UnreachableError, match="~hung-up"),
    ):
        _courier(box.port).carry(TO, WIRE)


def test_addresses_in_other_scripts() -> None:
    with server() as box, closing(_courier(box.port)) as courier:
        assert courier.carry("하나@reader.example", WIRE).words == "~utf8"
        assert courier.carry("hana@빵집.example", WIRE).kind is Kind.TAKEN
    assert box.addresses == ["hana@xn--oy3bu1s.example"]
    with (
        server(offers=("PIPELINING", "SMTPUTF8")) as box,
        closing(_courier(box.port)) as courier,
    ):
        assert courier.carry("하나@reader.example", WIRE).kind is Kind.TAKEN


def test_no_address_ends_a_command() -> None:
    with server() as box, closing(_courier(box.port)) as courier:
        courier.carry("a@b.example>\r\nRCPT TO:<evil@c.example", WIRE)
    assert len([c for c in box.commands if c.startswith("RCPT")]) == 1


def test_no_mail_holds_another() -> None:
    mail = b"Subject: x\r\n\r\na\n.\nMAIL FROM:<e@e.example>\r.\rb\n.\r\nc"
    carried = dotted(mail)
    assert carried.endswith(b"\r\n.\r\n")
    assert carried.count(b"\n") == carried.count(b"\r\n") == carried.count(b"\r")
    with server() as box, closing(_courier(box.port)) as courier:
        courier.carry(TO, carried)
    assert len(box.taken) == 1


# Asked about the next letter behind the last dot of this one.


NEXT = "next@reader.example"


def test_one_journey_for_each_letter() -> None:
    """The server hears of the next one together with the end of this one."""
    heard: list[int] = []
    with server() as box, closing(_courier(box.port)) as courier:
        for who, then in ((TO, (NEXT, WIRE)), (NEXT, None)):
            courier.carry(who, WIRE, then, lambda: heard.append(len(box.commands)))
    assert box.taken == [(TO, MAIL), (NEXT, MAIL)]
    assert box.connections == 1
    assert box.commands[1:] == [
        *("MAIL FROM:<mara@slowrise.example>", f"RCPT TO:<{TO}>", "DATA"),
        *("MAIL FROM:<mara@slowrise.example>", f"RCPT TO:<{NEXT}>", "DATA"),
        "quit",
    ]
    assert len(heard) == 2


def test_what_fails_meanwhile_is_no_lost_letter() -> None:
    def fails() -> None:
        raise FileNotFoundError("a key")

    with (
        server() as box,
        closing(_courier(box.port)) as courier,
        pytest.raises(FileNotFoundError, match="a key"),
    ):
        courier.carry(TO, WIRE, None, fails)


def test_a_server_that_takes_one_command_at_a_time_is_not_asked_ahead() -> None:
    with server(offers=()) as box, closing(_courier(box.port)) as courier:
        assert not courier.looks_ahead
        assert courier.carry(TO, WIRE, (NEXT, WIRE)).kind is Kind.TAKEN
    assert box.commands[-2:] == ["DATA", "quit"]


@pytest.mark.parametrize(
    ("stage", "fault", "kind"),
    [
        ("mail", "451 4.3.0 later", Kind.TAKEN),  # asked again, it is
        ("mail", "drop", Kind.TAKEN),
        ("rcpt", "550 5.1.1 nobody", Kind.NO),
        ("rcpt", "450 4.2.0 greylisted", Kind.LATER),
        ("rcpt", "421 4.3.2 closing", Kind.LATER),
        ("rcpt", "drop", Kind.LATER),
        ("data", "554 5.7.1 no", Kind.NO),
        ("data", "drop", Kind.LATER),
        ("body", "drop", Kind.LOST),
        ("end", "drop", Kind.LOST),
    ],
)
def test_what_fails_of_the_next_letter_is_not_of_this_one(
    stage: str, fault: str, kind: Kind
) -> None:
    stages: list[str] = []

    def mood(at: str, address: str) -> str:
        stages.append(at)
        of_next = stages.count("mail") == 2 if at == "mail" else address == NEXT
        return fault if at == stage and of_next else ""

    with server(mood) as box, closing(_courier(box.port)) as courier:
        assert courier.carry(TO, WIRE, (NEXT, WIRE)).kind is Kind.TAKEN
        assert courier.carry(NEXT, WIRE).kind is kind
        assert courier.carry("third@reader.example", WIRE).kind is Kind.TAKEN
    assert box.addresses.count(TO) == 1
    assert box.addresses[-1] == "third@reader.example"


@pytest.mark.parametrize("fault", ["drop", "554 synchronization error", "421 no"])
def test_a_server_that_minds_is_not_asked_early_again(fault: str) -> None:
    """And nobody is put off, let alone struck off, because of that."""
    early: list[bool] = []

    def mood(at: str, _address: str) -> str:
        minds = at == "mail" and box.taken and box.connections == 1
        return fault if minds else ""

    with server(mood) as box, closing(_courier(box.port)) as courier:
        for n in range(4):
            following = (f"r{n + 1}@reader.example", WIRE)
            early.append(courier.looks_ahead)
            carried = courier.carry(f"r{n}@reader.example", WIRE, following)
            assert carried.kind is Kind.TAKEN
    assert early == [True, True, False, False]
    assert box.addresses == [f"r{n}@reader.example" for n in range(4)]
    assert box.connections == 2


ENOUGH = ["421 4.4.1 enough", "452 4.5.3 too many messages sent", "drop"]


@pytest.mark.parametrize("offers", OFFERS)
@pytest.mark.parametrize("fault", ENOUGH)
def test_a_server_that_takes_some_letters_over_a_connection(
    fault: str, offers: tuple[str, ...]
) -> None:
    """It gets the rest over others, at once, and is asked early all the same."""

    def mood(at: str, _address: str) -> str:
        full = len(box.taken) >= 3 * box.connections
        return fault if at == "mail" and full else ""

    with server(mood, offers) as box, closing(_courier(box.port)) as courier:
        for n in range(8):
            following = (f"r{n + 1}@reader.example", WIRE)
            assert courier.looks_ahead is bool(offers)
            carried = courier.carry(f"r{n}@reader.example", WIRE, following)
            assert carried.kind is Kind.TAKEN
    assert box.connections == 3


@pytest.mark.parametrize("offers", OFFERS)
def test_a_server_that_has_had_enough_for_now_is_not_pestered(
    offers: tuple[str, ...],
) -> None:
    def mood(at: str, _address: str) -> str:
        return "451 4.7.1 later" if at == "mail" and len(box.taken) >= 3 else ""

    with server(mood, offers) as box, closing(_courier(box.port)) as courier:
        kinds = [courier.carry(f"r{n}@reader.example", WIRE).kind for n in range(8)]
    assert kinds == [Kind.TAKEN] * 3 + [Kind.LATER] * 5
    assert box.connections == 2


@pytest.mark.parametrize("fault", ["drop", "garble", "421 4.3.2 closing"])
def test_a_letter_that_is_lost_takes_no_question_with_it(fault: str) -> None:
    """The next one is asked about again, over a new connection, and sent once."""
    with (
        server(lambda s, a: fault if (s, a) == ("end", TO) else "") as box,
        closing(_courier(box.port)) as courier,
    ):
        lost = courier.carry(TO, WIRE, (NEXT, WIRE)).kind
        assert lost is (Kind.LATER if fault[0] == "4" else Kind.LOST)
        assert courier.carry(NEXT, WIRE).kind is Kind.TAKEN
    assert box.addresses.count(NEXT) == 1
    assert box.connections == 2


@pytest.mark.parametrize("then", [(TO, WIRE), (NEXT, dotted(b"x\r\n\r\nother"))])
def test_another_letter_than_the_one_asked_about(then: tuple[str, Wire]) -> None:
    """The server waits for one: it gets nothing of it, and no empty one."""
    with server() as box, closing(_courier(box.port)) as courier:
        courier.carry("first@reader.example", WIRE, (NEXT, WIRE))
        assert courier.carry(*then).kind is Kind.TAKEN
    assert box.addresses == ["first@reader.example", then[0]]
    assert box.connections == 2


def test_no_goodbye_stands_in_a_letter() -> None:
    with server() as box:
        with closing(_courier(box.port)) as courier:
            courier.carry(TO, WIRE, (NEXT, WIRE))
        assert box.addresses == [TO]
        with closing(courier):
            assert courier.carry(NEXT, WIRE).kind is Kind.TAKEN
    assert box.addresses == [TO, NEXT]
    assert box.commands.count("quit") == 1


def test_a_letter_that_cannot_be_asked_about_is_not() -> None:
    with server() as box, closing(_courier(box.port)) as courier:
        following = ("하나@reader.example", WIRE)
        assert courier.carry(TO, WIRE, following).kind is Kind.TAKEN
        assert courier.carry(*following).words == "~utf8"
        assert courier.carry(NEXT, WIRE).kind is Kind.TAKEN
    assert box.connections == 1


def test_a_server_that_takes_its_time_hears_no_goodbye_before_the_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "_IDLE", 0.05)

    def mood(at: str, _address: str) -> str:
        time.sleep(0.1 if at == "rcpt" else 0)
        return ""

    with server(mood) as box, closing(_courier(box.port)) as courier:
        assert courier.carry(TO, WIRE, (NEXT, WIRE)).kind is Kind.TAKEN
        assert courier.carry(NEXT, WIRE).kind is Kind.TAKEN
    assert box.taken == [(TO, MAIL), (NEXT, MAIL)]
    assert box.connections == 1


# With TLS and a password, on a real server.


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine, and its key; made here, worth nothing."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sink.example")])
    now = dt.datetime.now(dt.UTC)
    here = [
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(here), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "cert.pem", folder / "key.pem"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class _Keeps:
    """What aiosmtpd hands letters to."""

    def __init__(self) -> None:
        self.to: list[str] = []

    async def handle_DATA(self, _server: object, _s: object, envelope: object) -> str:  # noqa: N802
        self.to += envelope.rcpt_tos  # type: ignore[attr-defined]
        return "250 taken"


@pytest.fixture
def secured(certificate: tuple[Path, Path]) -> Iterator[tuple[Controller, _Keeps]]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    keeps = _Keeps()

    def check(_s: object, _se: object, _e: object, _m: str, data: object) -> AuthResult:
        good = data == LoginPassword(b"mara", b"rye and salt")
        return AuthResult(success=good, handled=False)

    controller = Controller(
        keeps,
        hostname="127.0.0.1",
        port=_free_port(),
        tls_context=tls,
        require_starttls=True,
        auth_required=True,
        authenticator=check,
        ready_timeout=10,
    )
    controller.start()
    yield controller, keeps
    controller.stop()


def _secured(controller: Controller, password: str) -> Courier:
    return Courier(
        Server(host="127.0.0.1", port=controller.port, user="mara", password=password),
        FROM,
    )


def test_tls_and_a_password(
    secured: tuple[Controller, _Keeps],
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    controller, keeps = secured
    with pytest.raises(UnreachableError, match="~certificate") as untrusted:
        _secured(controller, "rye and salt").carry(TO, WIRE)
    assert untrusted.value.for_good
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with pytest.raises(UnreachableError, match="~password") as wrong:
        _secured(controller, "sugar").carry(TO, WIRE)
    assert wrong.value.for_good
    assert keeps.to == []
    with closing(_secured(controller, "rye and salt")) as courier:
        assert courier.carry(TO, WIRE).kind is Kind.TAKEN
    assert keeps.to == [TO]


def test_the_next_letter_over_tls(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    long = dotted(b"Subject: rye\r\n\r\n" + b"rye and rye\r\n" * 9_000)
    with server(tls=tls) as box:
        through = Server(host="127.0.0.1", port=box.port, wrapped=True, starttls=False)
        with closing(Courier(through, FROM)) as courier:
            assert courier.carry(TO, long, (NEXT, WIRE)).kind is Kind.TAKEN
            assert courier.carry(NEXT, WIRE).kind is Kind.TAKEN
    assert box.addresses == [TO, NEXT]
    assert box.connections == 1


def test_without_tls_nothing_is_said_to_a_server_that_should_have_it() -> None:
    with server() as box:
        courier = Courier(Server(host="127.0.0.1", port=box.port), FROM)
        with pytest.raises(UnreachableError, match="~no-tls") as raised:
            courier.carry(TO, WIRE)
        assert raised.value.for_good
        assert not [c for c in box.commands if c.startswith("MAIL")]
