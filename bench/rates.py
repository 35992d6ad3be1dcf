"""Letters a second, of several ways in turns, as rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

_ROUNDS = 3
_HEAD = ("what", "how", "letters/s", "from … to", "to the peer")


@dataclass(frozen=True, slots=True)
class Rates:
    """What one way reached in some rounds."""

    what: str
    how: str
    found: Sequence[float]  # letters a second
    peer: bool = False  # whether the others of its kind are held against it

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.found)


def in_turns(
    what: str, ways: Mapping[str, Callable[[], float]], peer: str
) -> list[Rates]:
    """Each way once, and again: a machine that is busy is busy for all of them."""
    found: dict[str, list[float]] = {how: [] for how in ways}
    for _ in range(_ROUNDS):
        for how, way in ways.items():
            found[how].append(way())
    return [Rates(what, how, rates, how == peer) for how, rates in found.items()]


def table(results: Sequence[Rates]) -> str:
    """The rows as Markdown; of rates, and of what they are to a peer, the median."""
    peers = {rates.what: rates for rates in results if rates.peer}
    rows = [_HEAD, ("---", "---", "--:", "--:", "--:")]
    for rates in results:
        spread = f"{min(rates.found):,.0f}–{max(rates.found):,.0f}"
        rates_ = (f"{rates.middle:,.0f}", spread if len(rates.found) > 1 else "")
        rows.append((rates.what, rates.how, *rates_, _held(rates, peers)))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _held(rates: Rates, peers: Mapping[str, Rates]) -> str:
    peer = peers.get(rates.what)
    if peer is None or rates.peer:
        return ""
    both = zip(rates.found, peer.found, strict=True)
    return f"{median(one / other for one, other in both):.2f} ×"
