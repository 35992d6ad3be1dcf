"""What a shop signs, others can verify; a bad key is told before the first letter."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import dkim
import pytest

from storyhouse.refusing import RefusedError
from storyhouse.sending.merging import Merge
from storyhouse.sending.signing import Signer, signer_of
from storyhouse.sending.writing import writer
from tests.sending.rendered import rendered, somebody

_FROM, _NAME = "mara@moss.example", "letters2026"
_SECRET = "never to be told"  # noqa: S105 (of nobody)


def _openssl(*arguments: str) -> bytes:
    done = subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    return done.stdout


@pytest.fixture(scope="module")
def key() -> bytes:
    return _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")


@pytest.fixture
def root(tmp_path: Path, key: bytes) -> Path:
    (tmp_path / "private").mkdir()
    (tmp_path / "private/dkim.pem").write_bytes(key)
    return tmp_path


def _environment(**more: str) -> dict[str, str]:
    own = {"KEY": "private/dkim.pem", "SELECTOR": _NAME}
    return {f"STORYHOUSE_DKIM_{name}": value for name, value in (own | more).items()}


def _signer(root: Path, **more: str) -> Signer:
    made = signer_of(_environment(**more), root, _FROM)
    assert made
    return made


def _verified(mail: bytes, root: Path, domain: str = "moss.example") -> bool:
    path = str(root / "private/dkim.pem")
    public = "".join(
        _openssl("pkey", "-in", path, "-pubout").decode().split("\n")[1:-2]
    )

    def dns(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        assert name == f"{_NAME}._domainkey.{domain}.".encode()
        return f"v=DKIM1; k=rsa; p={public}".encode()

    return bool(dkim.verify(mail, dnsfunc=dns))


@pytest.mark.parametrize("issue", ["october", "gullyeo"])
@pytest.mark.parametrize("eight_bit", [False, True])
def test_others_can_verify_it(root: Path, issue: str, *, eight_bit: bool) -> None:
    mail = Merge(rendered(issue), eight_bit=eight_bit)(somebody(name="김 민지"))
    signed = _signer(root)(mail)
    assert signed.endswith(mail)
    assert _verified(signed, root)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"out?token=", b"out?tokes="),
        (b"=One-Click", b"=Two-Click"),
        (b"\r\nSubject: ", b"\r\nSubject: More "),
        (b"\r\nReply-To: reply", b"\r\nReply-To: other"),
        (b"\r\nTo: ", b"\r\nFrom: evil@evil.example\r\nTo: "),
    ],
)
def test_what_is_changed_on_its_way_is_seen(root: Path, old: bytes, new: bytes) -> None:
    signed = _signer(root)(Merge(rendered("gullyeo"))(somebody()))
    head, blank, body = signed.partition(b"\r\n\r\n")
    assert old in head
    assert not _verified(head.replace(old, new) + blank + body, root)


def test_the_ways_out_are_signed_and_from_once_more(root: Path) -> None:
    signed = _signer(root)(Merge(rendered("gullyeo"))(somebody()))
    found = re.search(rb"\bh=([^;]*);", signed)
    assert found
    names = re.sub(rb"\s", b"", found[1]).lower().split(b":")
    assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= set(names)
    assert names.count(b"from") == 2


def test_the_writer_signs_where_the_environment_says_so(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, who = rendered("gullyeo"), somebody(name="민지")
    monkeypatch.delenv("STORYHOUSE_DKIM_KEY", raising=False)
    assert writer(letter, root)(who) == Merge(letter)(who)
    for name, value in _environment().items():
        monkeypatch.setenv(name, value)
    mail = writer(letter, root, eight_bit=True)(who)
    assert _verified(mail, root)
    assert mail.endswith(Merge(letter)(who))  # one that is signed is never recoded


def test_another_domain_may_sign(root: Path) -> None:
    signer = _signer(root, DOMAIN="빵집.example")
    assert signer.domain == "xn--oy3bu1s.example"
    signed = signer(Merge(rendered("gullyeo"))(somebody()))
    assert _verified(signed, root, "xn--oy3bu1s.example")


def test_who_names_no_key_signs_nothing(root: Path) -> None:
    assert signer_of({}, root, _FROM) is None


def test_the_older_form_of_a_key_and_of_its_lines(root: Path) -> None:
    path = root / "private/dkim.pem"
    old = _openssl("rsa", "-in", str(path), "-traditional")
    assert b"BEGIN RSA PRIVATE KEY" in old
    path.write_bytes(old.replace(b"\n", b"\r\n"))
    assert _verified(_signer(root)(Merge(rendered("gullyeo"))(somebody())), root)


def _keys(key: bytes) -> dict[str, bytes]:
    lines = key.split(b"\n")
    return {
        "empty": b"",
        "words": _SECRET.encode(),
        "not base64": b"\n".join([lines[0], _SECRET.encode(), *lines[-2:]]),
        "cut": b"\n".join([*lines[:5], *lines[-2:]]),
        "ed25519": _openssl("genpkey", "-algorithm", "ED25519"),
        "password": key.replace(b"PRIVATE", b"ENCRYPTED PRIVATE"),
        "bytes": bytes(range(256)),
    }


@pytest.mark.parametrize(
    "which",
    ["empty", "words", "not base64", "cut", "ed25519", "password", "bytes"],
)
def test_a_bad_key_is_named_and_not_shown(root: Path, key: bytes, which: str) -> None:
    content = _keys(key)[which]
    (root / "private/dkim.pem").write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        _signer(root)
    assert refused.value.key == "signing.refused.no-key"
    told = f"{refused.value!r} {refused.value} {vars(refused.value)}"
    assert "private/dkim.pem" in told
    assert _SECRET not in told
    for line in content.splitlines():
        if len(line) > 20 and not line.startswith(b"-"):
            assert line.decode("latin-1") not in told
    assert refused.value.__cause__ is None


def test_a_key_that_is_not_there(root: Path) -> None:
    for path, reason in (("private/none.pem", "no-file"), ("private", "unreadable")):
        with pytest.raises(RefusedError) as refused:
            _signer(root, KEY=path)
        assert refused.value.key == f"signing.refused.{reason}"
        assert refused.value.facts["path"] == path


@pytest.mark.parametrize(
    "more",
    [{"SELECTOR": ""}, {"SELECTOR": "a b"}, {"SELECTOR": "a;b"}, {"DOMAIN": "a\nb"}],
)
def test_a_name_that_is_none(root: Path, more: dict[str, str]) -> None:
    with pytest.raises(RefusedError) as refused:
        _signer(root, **more)
    assert refused.value.key == "signing.refused.setting"


def test_a_signer_does_not_show_its_key(root: Path, key: bytes) -> None:
    assert key.decode()[40:60] not in repr(_signer(root))
