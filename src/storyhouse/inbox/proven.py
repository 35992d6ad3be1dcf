"""Whether a mail comes from where it says, as the server that took it has found.

RFC 8601. Each server puts its word above all that is there, so only the topmost is the
receiving server's; what stands below may be written by anybody.
"""

from __future__ import annotations

import re

from storyhouse.inbox.mail import Mail

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"(?<![\w.-])(dmarc|spf|dkim)\s*=\s*([a-z]+)", re.IGNORECASE)
_FAILED = {"fail", "softfail"}


def is_disowned(mail: Mail) -> bool:
    """Whether the receiving server says that the sender's address is not proven.

    Without its word, nothing is known, and nothing is held against a mail.
    """
    said = _COMMENT.sub(" ", mail.header("Authentication-Results"))
    found: dict[str, set[str]] = {}
    for method, result in _RESULT.findall(said):
        found.setdefault(method.lower(), set()).add(result.lower())
    if dmarc := found.get("dmarc", set()) & {"pass", "fail"}:
        return "pass" not in dmarc
    spf, dkim = found.get("spf", set()), found.get("dkim", set())
    passed = "pass" in spf | dkim
    return not passed and bool(spf & _FAILED) and bool(dkim & _FAILED)
