"""Signatures: another reader of the same rules must find them good."""

from __future__ import annotations

import base64
import re
import subprocess
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from storyhouse.refusing import RefusedError
from storyhouse.sending.merging import Merge
from storyhouse.sending.signing import Signer, signer_of
from tests.sending.rendered import parsed, rendered, somebody


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _record(key: rsa.RSAPrivateKey) -> bytes:
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def _signer(root: Path, pem: bytes, **more: str) -> Signer | None:
    (root / "private").mkdir(exist_ok=True)
    (root / "private/dkim.pem").write_bytes(pem)
    said = {
        "STORYHOUSE_DKIM_KEY": "private/dkim.pem",
        "STORYHOUSE_DKIM_SELECTOR": "letters2026",
        **more,
    }
    return signer_of(said, root, "mara@moss.example")


def _good(mail: bytes, record: bytes) -> bool:
    def dns(name: bytes | str, timeout: int = 5) -> bytes:
        del timeout
        name = name.decode() if isinstance(name, bytes) else name
        assert name.rstrip(".") == "letters2026._domainkey.moss.example"
        return record

    return bool(dkim.verify(mail, dnsfunc=dns))


@pytest.mark.parametrize("issue", ["october", "gullyeo"])
def test_signature_is_good(tmp_path: Path, key: rsa.RSAPrivateKey, issue: str) -> None:
    signer = _signer(tmp_path, _pem(key))
    assert signer
    mail = signer(Merge(rendered(issue))(somebody(name="민지")))
    parsed(mail)
    assert _good(mail, _record(key))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\r\nSubject: ", b"\r\nSubject: Re: "),
        (b"\r\nFrom: ", b"\r\nFrom: Eve <eve@moss.example>\r\nFrom: "),
        (b"\r\nList-Unsubscribe: <https://moss", b"\r\nList-Unsubscribe: <https://foss"),
        (b"One-Click", b"Two-Click"),
        (b"reply@moss.example\r\n", b"reply@foss.example\r\n"),
        (b"boundary=", b"boundary= "),
        (b"minji@", b"eve@"),
        (b"</html>", b"<b></html>"),
    ],
)
def test_what_was_changed_is_known(
    tmp_path: Path, key: rsa.RSAPrivateKey, old: bytes, new: bytes
) -> None:
    signer = _signer(tmp_path, _pem(key))
    assert signer
    mail = signer(Merge(rendered("gullyeo"))(somebody()))
    assert old in mail
    changed = mail.replace(old, new, 1)
    assert _good(changed, _record(key)) == (old == b"boundary=")  # relaxed: blanks


def test_openssl_finds_it_good(tmp_path: Path, key: rsa.RSAPrivateKey) -> None:
    """With headers put into the relaxed form here, by RFC 6376, 3.4.2."""
    signer = _signer(tmp_path, _pem(key))
    assert signer
    mail = signer(Merge(rendered("gullyeo"))(somebody()))
    head = re.sub(r"\r\n[ \t]+", " ", mail.partition(b"\r\n\r\n")[0].decode("ascii"))
    lines: dict[str, str] = {}
    for line in head.split("\r\n"):
        name, _, value = line.partition(":")
        lines[name.lower()] = " ".join(value.split())
    signature = lines["dkim-signature"]
    covered = re.search(r"\bh=([^;]*);", signature)
    assert covered
    names = list(dict.fromkeys(name.strip() for name in covered[1].split(":")))
    text = "".join(f"{name}:{lines[name]}\r\n" for name in names if name in lines)
    bare = re.sub(r"(\bb=)[^;]*$", r"\1", signature)
    (tmp_path / "signed").write_bytes(f"{text}dkim-signature:{bare}".encode())
    given = re.search(r"\bb=([^;]*)$", signature)
    assert given
    (tmp_path / "b").write_bytes(base64.b64decode(given[1].replace(" ", "")))
    command = ["openssl", "dgst", "-sha256", "-prverify", "private/dkim.pem"]
    done = subprocess.run(
        [*command, "-signature", "b", "signed"], cwd=tmp_path, capture_output=True
    )
    assert done.stdout.strip() == b"Verified OK", done.stderr


def test_nobody_is_asked_to_sign(tmp_path: Path) -> None:
    assert signer_of({}, tmp_path, "mara@moss.example") is None


def test_another_domain(tmp_path: Path, key: rsa.RSAPrivateKey) -> None:
    signer = _signer(tmp_path, _pem(key), STORYHOUSE_DKIM_DOMAIN="빵집.example")
    assert signer
    assert signer.domain == "xn--oy3bu1s.example"
    assert "PRIVATE" not in repr(signer)


@pytest.mark.parametrize(
    ("pem", "reason"),
    [
        (b"", "no-key"),
        (b"not a key\xff", "no-key"),
        (b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n", "no-key"),
        (b"-----BEGIN PRIVATE KEY-----\n%%%\n-----END PRIVATE KEY-----\n", "no-key"),
        (_pem(ed25519.Ed25519PrivateKey.generate()), "no-key"),
    ],
)
def test_a_key_that_is_none(tmp_path: Path, pem: bytes, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        _signer(tmp_path, pem)
    assert refused.value.key == f"signing.refused.{reason}"
    assert refused.value.facts == {"path": "private/dkim.pem"}
    assert refused.value.__cause__ is None


def test_a_key_that_is_not_there(tmp_path: Path) -> None:
    said = {"STORYHOUSE_DKIM_KEY": "gone.pem", "STORYHOUSE_DKIM_SELECTOR": "a"}
    with pytest.raises(RefusedError) as refused:
        signer_of(said, tmp_path, "mara@moss.example")
    assert refused.value.key == "signing.refused.no-file"


@pytest.mark.parametrize("selector", ["", "a b", "a\nb", "글"])
def test_a_selector_that_is_none(
    tmp_path: Path, key: rsa.RSAPrivateKey, selector: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        _signer(tmp_path, _pem(key), STORYHOUSE_DKIM_SELECTOR=selector)
    assert refused.value.facts["name"] == "STORYHOUSE_DKIM_SELECTOR"


def test_a_key_with_windows_lines(tmp_path: Path, key: rsa.RSAPrivateKey) -> None:
    assert _signer(tmp_path, _pem(key).replace(b"\n", b"\r\n"))
