"""Pictures: what a file holds, and copies of it fit for a page and for a letter.

The only module that knows Pillow. A phone's photo holds the place it was taken at; no
copy made here does.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from PIL import Image, ImageOps, UnidentifiedImageError

#: Pixels across. A letter shows 552, and twice that is sharp on a phone.
ON_PAGE = 1600
IN_LETTER = 1104
LETTER_PICTURES = "images/in-letters"
_QUALITY = 82
_ENDINGS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".gif": "GIF",
}
#: More than any camera makes; a "bomb" unfolds to more memory than there is.
_MOST_PIXELS = 120_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's size in pixels, as it is seen (turned as the camera says)."""

    width: int
    height: int

    def fitted(self, widest: int) -> Size:
        """The size at a width of at most `widest`."""
        if self.width <= widest:
            return self
        return Size(widest, max(1, round(self.height * widest / self.width)))


class PictureError(Exception):
    """A file that is no picture we can show; `code` says why."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(code, path)
        self.code, self.path = code, path


def size_of(path: Path) -> Size:
    """The picture's size.

    Raises:
        PictureError: `picture-kind` for an ending that browsers or mail programs do not
            show, `picture-broken` for a file that is not what its ending says,
            `picture-huge` for one that would fill the memory.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise PictureError("picture-kind", path)
    try:
        file = path.stat()
    except OSError as error:
        raise PictureError("picture-broken", path) from error
    return _size_of(path, file.st_mtime_ns, file.st_size)


@lru_cache(maxsize=20_000)
def _size_of(path: Path, _changed: int, _bytes: int) -> Size:
    with _opened(path) as image:
        if image.width * image.height > _MOST_PIXELS:
            raise PictureError("picture-huge", path)
        if not _is_whole(path, image.format):
            raise PictureError("picture-broken", path)
        turned = _orientation(image, path) in {5, 6, 7, 8}
        sides = (image.height, image.width) if turned else (image.width, image.height)
        return Size(*sides)


def _orientation(image: Image.Image, path: Path) -> int:
    """Which way is up; in a PNG that may stand behind the picture, which is decoded."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except (OSError, SyntaxError, ValueError, TypeError) as error:
        raise PictureError("picture-broken", path) from error


def in_letter(path: PurePosixPath) -> PurePosixPath:
    """Where the copy for letters of a picture stands on the site, from its root.

    Mail programs do not all show WebP; those become JPEG, the others keep their kind.
    """
    kept = path.suffix.lower() in {".jpg", ".jpeg", ".png", ".gif"}
    name = path.name if kept else f"{path.name}.jpg"
    folders = path.parts[1:-1] if path.parts[0] == "images" else path.parts[:-1]
    return PurePosixPath(LETTER_PICTURES, *folders, name)


def copy(source: Path, target: Path, widest: int) -> None:
    """A copy at most `widest` wide, turned upright, with nothing in it but the picture.

    Raises:
        PictureError: as `size_of`.
    """
    with _opened(source) as image:
        if getattr(image, "is_animated", False) and target.suffix.lower() == ".gif":
            data = source.read_bytes()  # a GIF has no place in it, and must still move
        else:
            try:
                data = _redrawn(image, target.suffix.lower(), widest)
            except (OSError, SyntaxError, ValueError) as error:
                raise PictureError("picture-broken", source) from error
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _redrawn(image: Image.Image, suffix: str, widest: int) -> bytes:
    upright = _fit_for(suffix, _in_eight_bits(ImageOps.exif_transpose(image)))
    size = Size(*upright.size).fitted(widest)
    if (size.width, size.height) != upright.size:
        if upright.mode == "P":  # between two of a palette's colours lies a third
            upright = upright.convert("RGBA")
        upright = upright.resize((size.width, size.height), Image.Resampling.LANCZOS)
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    if upright.mode == "P":
        bare.putpalette(upright.getpalette() or [])
        if "transparency" in upright.info:
            bare.info["transparency"] = upright.info["transparency"]
    out = io.BytesIO()
    bare.save(out, _ENDINGS[suffix], quality=_QUALITY, optimize=True)
    return out.getvalue()


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Deep greys made shallow: Pillow's own way makes all but the darkest white."""
    if not image.mode.startswith("I"):
        return image
    return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")


def _fit_for(suffix: str, image: Image.Image) -> Image.Image:
    """In colours that a kind of picture can hold, with what can be seen through."""
    if suffix in {".jpg", ".jpeg"}:
        return _on_white(image)
    if image.mode == "P" and suffix in {".png", ".gif"}:
        return image
    if image.mode not in {"RGB", "RGBA", "L", "LA"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if "A" in image.getbands() or "transparency" in image.info:
        layered = image.convert("RGBA")
        white = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(white, layered).convert("RGB")
    return image.convert("RGB")


def _opened(path: Path) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(path)
    except Image.DecompressionBombError as error:
        raise PictureError("picture-huge", path) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureError("picture-broken", path) from error


def _is_whole(path: Path, kind: str | None) -> bool:
    """Whether a file has its end: one cut off on its way opens like any other.

    Decoding it would tell more, and takes 15 ms for each photo.
    """
    data = path.read_bytes()
    match kind:
        case "WEBP":
            return len(data) >= int.from_bytes(data[4:8], "little") + 8
        case "GIF":
            return data.rstrip(b"\0").endswith(b";")
        case _:  # a phone puts a film behind the photo, so the end need not be last
            return data.rfind(b"IEND" if kind == "PNG" else b"\xff\xd9") >= 0
