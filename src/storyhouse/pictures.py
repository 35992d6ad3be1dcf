"""Pictures: what a file holds, and copies of it fit for a page and for a letter.

The only module that knows Pillow. A phone's photo holds the place it was taken at; no
copy made here does.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
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

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def size_of(path: Path) -> Size:
    """The picture's size.

    Raises:
        PictureError: `picture-kind` for an ending that browsers or mail programs do not
            show, `picture-broken` for a file that is not what its ending says,
            `picture-huge` for one that would fill the memory.
    """
    if path.suffix.lower() not in _ENDINGS:
        raise PictureError("picture-kind")
    with _opened(path) as image:
        if image.width * image.height > _MOST_PIXELS:
            raise PictureError("picture-huge")
        turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
        sides = (image.height, image.width) if turned else (image.width, image.height)
        return Size(*sides)


def in_letter(path: PurePosixPath) -> PurePosixPath:
    """Where the copy for letters of a picture stands on the site, from its root.

    Mail programs do not all show WebP; those become JPEG, the others keep their kind.
    """
    kept = path.suffix.lower() in {".jpg", ".jpeg", ".png", ".gif"}
    name = path.name if kept else f"{path.name}.jpg"
    folders = path.parts[1:-1] if path.parts[0] == "images" else path.parts[:-1]
    return PurePosixPath(LETTER_PICTURES, *folders, name)


def copy(source: Path, target: Path, widest: int) -> None:
    """A copy no wider than `widest`, turned upright, with nothing in it but the picture.

    Raises:
        PictureError: as `size_of`.
    """
    with _opened(source) as image:
        if getattr(image, "is_animated", False) and target.suffix.lower() == ".gif":
            data = source.read_bytes()  # a GIF has no place in it, and must still move
        else:
            data = _redrawn(image, target.suffix.lower(), widest)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _redrawn(image: Image.Image, suffix: str, widest: int) -> bytes:
    upright = ImageOps.exif_transpose(image)
    size = Size(*upright.size).fitted(widest)
    if suffix in {".jpg", ".jpeg"}:
        upright = _on_white(upright)
    elif upright.mode not in {"RGB", "RGBA", "L", "LA", "P"}:
        upright = upright.convert("RGBA")
    if (size.width, size.height) != upright.size:
        if upright.mode == "P":
            upright = upright.convert("RGBA")
        upright = upright.resize((size.width, size.height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    if upright.mode == "P" and (palette := upright.getpalette("RGBA")):
        bare.putpalette(palette, "RGBA")
    bare.save(out, _ENDINGS[suffix], quality=_QUALITY, optimize=True)
    return out.getvalue()


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
        raise PictureError("picture-huge") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureError("picture-broken") from error
