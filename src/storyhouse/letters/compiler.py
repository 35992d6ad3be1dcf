"""The one module that knows the MJML compiler: mjml-python, a build of mrml."""

from __future__ import annotations

import re

import mjml

_AT_BYTE = re.compile(r"\b(?:at|position)\D{0,20}(\d+)")


class CompileError(Exception):
    """MJML that the compiler does not take; `offset` is where, if it says so."""

    def __init__(self, reason: str, offset: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


def compile_mjml(source: str) -> str:
    """MJML as HTML.

    Raises:
        CompileError: if it cannot be compiled, or the compiler itself breaks.
    """
    try:
        return str(mjml.mjml2html(source, fonts={}))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # pyo3's PanicException is no Exception, and it cannot be imported.
        if (
            not isinstance(error, Exception)
            and type(error).__name__ != "PanicException"
        ):
            raise
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise CompileError(reason, _offset(source, reason)) from error


def _offset(source: str, reason: str) -> int:
    """Where the compiler stopped: it counts the bytes of UTF-8."""
    found = _AT_BYTE.search(reason)
    if not found:
        return 0
    return len(source.encode()[: int(found[1])].decode(errors="ignore"))
