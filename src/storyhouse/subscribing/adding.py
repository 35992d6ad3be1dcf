"""Put somebody on the list who asked for it, as a shop does at its till."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from storyhouse.model.subscribers import Standing
from storyhouse.refusing import RefusedError
from storyhouse.subscribing.addresses import address_of
from storyhouse.subscribing.incoming import Incoming, clean
from storyhouse.subscribing.merging import Merging
from storyhouse.subscribing.places import SUBSCRIBERS
from storyhouse.subscribing.rows import write_rows
from storyhouse.subscribing.secret import canonical, secret_of
from storyhouse.subscribing.suppressed import Suppression, suppress, suppressed


def add(
    root: Path,
    address: str,
    cells: Mapping[str, str],
    *,
    again: dt.date | None = None,
) -> bool:
    """Write an active subscriber down; whether anything changed.

    Args:
        root: the shop's folder.
        address: where their letters go.
        cells: what is known of them, by our columns; how they agreed above all.
        again: the day, if they have said no and ask for letters again.

    Whoever does so must be alone in the shop.

    Raises:
        RefusedError: if it is no address, or theirs is on the list of noes, and
            they did not ask again; or a list cannot be read.
        OSError: if something cannot be written.
    """
    found = address_of(address.strip())
    if not found:
        raise RefusedError("subscribers.refused.no-address")
    gone = suppressed(root)
    id_ = secret_of(root).id_of(found)
    if id_ in gone and not again:
        raise RefusedError("subscribers.refused.said-no")
    one = Incoming(
        address=found,
        cells={column: clean(cell) for column, cell in cells.items()},
        standing=Standing.ACTIVE,
        again=again is not None,
    )
    incoming = {canonical(found): one}
    merging = Merging(root, incoming, ())
    deque(merging.rows(), maxlen=0)
    if again and id_ in gone:
        suppress(root, [Suppression(id_, Standing.ACTIVE, again)])
    if not (merging.new or merging.changed):
        return False
    write_rows(root / SUBSCRIBERS, Merging(root, incoming, ()).rows())
    return True
