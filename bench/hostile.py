"""Whether hostile texts are read in linear time: `python -m bench.hostile`.

Each sign is repeated to 50,000 and to 100,000 signs; what takes much more than twice as
long for twice the text is printed. A timed test would lie on a busy machine, so that
tests/prose/test_runs.py only sees each of them come to an end.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from storyhouse.checking.spoken import prepared
from storyhouse.mending import mend
from storyhouse.prose.miswritten import miswritten_in
from storyhouse.prose.runs import runs, stretches

#: What begins something that never ends, or nearly is something.
SIGNS = [
    *"\\`*_[]()<>&|#-=+~!{}:.^'\"1a\n\t \xa0\u0301\u11a8\u200b가「",
    *("](", "![", "[^", "[^a]", "[a][", "](<", "](a(", '](a "', "](a\n", "[a]: "),
    *("[^a]: ", "<a ", "<!--", "-->", "<pre>", "</pre>", "<code", "<blockquote>"),
    *("<b title='", "&#", "&a", "&amp;", "{a|", "{a|b}", "http://", "<http://"),
    *("www.", "mailto:", "- ", "1. ", "> ", "| ", "|-", "-|", " -", "a|", "    "),
    *("\n\n", "\n- ", "\n> ", "```\n", "~~~\n", "``", "\n    a\n", "**a ", "_a", "a_"),
    *("{name ", "\u0301\u0327", "a  ", "!!", " ,", '"a', "<pre></pre>", "`a` "),
]
TAILS = ("", "x", "\nx")
_READERS: tuple[Callable[[str], object], ...] = (
    runs.__wrapped__,
    lambda text: list(stretches(text)),
    prepared,
    mend,
    lambda text: list(miswritten_in(text)),
)
_NAMES = ("runs", "stretches", "prepared", "mend", "miswritten")


def repeated(sign: str, length: int, tail: str) -> str:
    """A text of one sign only, and what stands at its end."""
    return sign * (length // len(sign)) + tail


def _took(read: Callable[[str], object], text: str) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        read(text)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Measure, and print what is not linear and what takes longest."""
    longest = (0.0, "")
    for name, read in zip(_NAMES, _READERS, strict=True):
        for sign in SIGNS:
            for tail in TAILS:
                half = _took(read, repeated(sign, 50_000, tail))
                whole = _took(read, repeated(sign, 100_000, tail))
                what = f"{name} {sign!r} … {tail!r}"
                longest = max(longest, (whole, what))
                if whole > 3.5 * half and whole > 0.05:
                    print(f"{what}: {half:.3f} s, then {whole:.3f} s")
    print(f"longest: {longest[1]}, {longest[0]:.3f} s for 100,000 signs")


if __name__ == "__main__":
    main()
