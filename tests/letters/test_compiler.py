"""The compiler may break; what breaks it is said, and nothing else is swallowed."""

from __future__ import annotations

import mjml
import pytest

from storyhouse.letters.compiler import CompileError, compile_mjml


class PanicException(BaseException):
    """As pyo3 makes it: no Exception, and not to be imported."""


def _raises(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def broken(_source: str, **_options: object) -> str:
        raise error

    monkeypatch.setattr(mjml, "mjml2html", broken)


def test_a_panic_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _raises(monkeypatch, PanicException("byte index 5 is not a char boundary"))
    with pytest.raises(CompileError, match="byte index 5"):
        compile_mjml("<mjml/>")


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_a_wish_to_stop_is_heard(
    monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    _raises(monkeypatch, error())
    with pytest.raises(error):
        compile_mjml("<mjml/>")


def test_bytes_are_turned_into_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    _raises(monkeypatch, ValueError("unexpected token at position 9:12"))
    with pytest.raises(CompileError) as caught:
        compile_mjml("<mjml>가나다")
    assert caught.value.offset == 7


@pytest.mark.parametrize("source", ["", "<mjml>", "<mjml><mj-body", "no mjml"])
def test_what_is_no_mjml(source: str) -> None:
    with pytest.raises(CompileError) as caught:
        compile_mjml(source)
    assert caught.value.reason
