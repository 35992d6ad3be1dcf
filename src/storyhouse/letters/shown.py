"""Pictures as a letter shows them: hosted by the shop, at a size known before."""

from __future__ import annotations

from pathlib import PurePosixPath

from storyhouse.letters.blocks import Shown
from storyhouse.model.addresses import whole
from storyhouse.model.house import House
from storyhouse.model.record import Picture
from storyhouse.pictures import IN_LETTER, PictureError, in_letter, size_of

#: Pixels across: the letter's 600 less its margins.
WIDEST = 552
PORTRAIT = 88


def shown(house: House, picture: Picture, widest: int = WIDEST) -> Shown | None:
    """A picture of a record, if its file is one that can be shown."""
    path = PurePosixPath(picture.image)
    return shown_file(house, path, picture.alt, widest, picture.caption)


def shown_file(
    house: House, path: PurePosixPath, alt: str, widest: int = WIDEST, caption: str = ""
) -> Shown | None:
    """A file below `content/`, by its path from there."""
    try:
        size = size_of(house.folder / "content" / path)
    except PictureError:
        return None  # `checking` has refused it, unless the file went away since
    fitted = size.fitted(IN_LETTER).fitted(widest)
    address = whole(house, str(in_letter(path)))
    return Shown(address, alt, fitted.width, fitted.height, caption)
