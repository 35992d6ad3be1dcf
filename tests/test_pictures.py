"""Copies of pictures: what they show stays, and nothing else does."""

from __future__ import annotations

import io
from pathlib import Path, PurePosixPath

import pytest
from PIL import Image

from storyhouse import pictures
from storyhouse.pictures import PictureError, Size

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def near(
    one: tuple[int, ...] | float | None, other: tuple[int, ...], by: int = 12
) -> bool:
    """Whether two colours look the same; JPEG changes them a little."""
    assert isinstance(one, tuple)
    return len(one) == len(other) and all(
        abs(a - b) <= by for a, b in zip(one, other, strict=True)
    )


def red_above_blue(width: int = 60, height: int = 40) -> Image.Image:
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (0, height // 2, width, height))
    return image


def copied(
    source: Path, name: str = "copy.jpg", widest: int = pictures.ON_PAGE
) -> Image.Image:
    target = source.parent / "copies" / name
    pictures.copy(source, target, widest)
    return opened(target)


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        image.load()
    return image


def from_a_phone(path: Path, orientation: int = 1) -> Path:
    """A photo with the place it was taken at, a maker, and which way is up."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "A phone of Mara's"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (37.0, 33.0, 59.25)
    red_above_blue().save(path, exif=exif, comment=b"by Mara", quality=95)
    return path


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
def test_a_copy_says_nothing_of_where_it_was_taken(tmp_path: Path, kind: str) -> None:
    source = from_a_phone(tmp_path / f"phone.{kind}")
    assert opened(source).getexif().get_ifd(GPS)
    copy = copied(source, f"copy.{kind}")
    assert not copy.getexif()
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(copy.info)
    data = (tmp_path / "copies" / f"copy.{kind}").read_bytes()
    assert b"Mara" not in data


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (60, 40), (30, 5)),
        (2, (60, 40), (30, 5)),
        (3, (60, 40), (30, 35)),
        (4, (60, 40), (30, 35)),
        (5, (40, 60), (5, 30)),
        (6, (40, 60), (35, 30)),
        (7, (40, 60), (35, 30)),
        (8, (40, 60), (5, 30)),
    ],
)
def test_a_copy_is_turned_upright(
    tmp_path: Path, orientation: int, size: tuple[int, int], red_at: tuple[int, int]
) -> None:
    source = from_a_phone(tmp_path / "phone.jpg", orientation)
    assert pictures.size_of(source) == Size(*size)
    copy = copied(source)
    assert copy.size == size
    assert near(copy.getpixel(red_at), RED)


def test_a_copy_is_no_wider_than_asked_and_keeps_its_shape(tmp_path: Path) -> None:
    red_above_blue(3000, 1000).save(tmp_path / "wide.jpg")
    assert copied(tmp_path / "wide.jpg", widest=600).size == (600, 200)
    red_above_blue(300, 100).save(tmp_path / "small.jpg")
    assert copied(tmp_path / "small.jpg", widest=600).size == (300, 100)
    red_above_blue(4000, 1).save(tmp_path / "line.png")
    assert copied(tmp_path / "line.png", widest=600).size == (600, 1)


def test_see_through_parts_become_white_in_jpeg_and_stay_in_png(tmp_path: Path) -> None:
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    image.paste((*RED, 255), (0, 0, 20, 40))
    image.save(tmp_path / "clear.png")
    jpeg = copied(tmp_path / "clear.png", "clear.jpg")
    assert near(jpeg.getpixel((30, 20)), WHITE)
    assert near(jpeg.getpixel((10, 20)), RED)
    png = copied(tmp_path / "clear.png", "clear.png", widest=20)
    assert png.size == (20, 20)
    assert near(png.convert("RGBA").getpixel((4, 10)), (*RED, 255))
    assert png.convert("RGBA").getpixel((16, 10)) == (0, 0, 0, 0)


@pytest.mark.parametrize("widest", [1600, 20])
def test_a_palette_keeps_its_colours_and_its_clear_one(
    tmp_path: Path, widest: int
) -> None:
    image = Image.new("P", (40, 40), 0)
    image.putpalette([*RED, *BLUE, 0, 0, 0])
    image.paste(1, (0, 20, 40, 40))
    image.paste(2, (20, 0, 40, 20))
    image.save(tmp_path / "palette.png", transparency=2)
    side = min(40, widest)
    copy = copied(tmp_path / "palette.png", "copy.png", widest).convert("RGBA")
    assert near(copy.getpixel((side // 4, side // 4)), (*RED, 255))
    assert near(copy.getpixel((side // 4, side - 4)), (*BLUE, 255))
    corner = copy.getpixel((side - 4, side // 4))
    assert isinstance(corner, tuple)
    assert corner[3] == 0
    jpeg = copied(tmp_path / "palette.png", "copy.jpg", widest)
    assert near(jpeg.getpixel((side - 4, side // 4)), WHITE)


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_sixteen_bits_of_grey_are_not_all_white(tmp_path: Path, ending: str) -> None:
    image = Image.new("I;16", (40, 40), 0x4000)
    image.save(tmp_path / "deep.png")
    copy = copied(tmp_path / "deep.png", f"copy.{ending}").convert("RGB")
    assert near(copy.getpixel((20, 20)), (64, 64, 64))


def test_the_colours_of_a_printer_become_those_of_a_screen(tmp_path: Path) -> None:
    Image.new("CMYK", (40, 40), (0, 255, 255, 0)).save(tmp_path / "print.jpg")
    for name in ("copy.jpg", "copy.webp", "copy.png"):
        copy = copied(tmp_path / "print.jpg", name)
        assert near(copy.convert("RGB").getpixel((20, 20)), (255, 0, 0), by=40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGB", "RGBA", "P"])
@pytest.mark.parametrize("ending", ["png", "webp", "jpg", "gif"])
def test_every_kind_can_become_every_other(
    tmp_path: Path, mode: str, ending: str
) -> None:
    red_above_blue().convert(mode).save(tmp_path / "image.png")
    assert copied(tmp_path / "image.png", f"copy.{ending}").size == (60, 40)


def moving(path: Path) -> bytes:
    frames = [Image.new("RGB", (40, 40), c) for c in (RED, BLUE, WHITE)]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=200)
    return path.read_bytes()


def test_a_moving_gif_still_moves(tmp_path: Path) -> None:
    data = moving(tmp_path / "moving.gif")
    pictures.copy(tmp_path / "moving.gif", tmp_path / "copies" / "copy.gif", 20)
    assert (tmp_path / "copies" / "copy.gif").read_bytes() == data


def test_a_moving_picture_shows_its_first_moment_elsewhere(tmp_path: Path) -> None:
    moving(tmp_path / "moving.webp")
    copy = copied(tmp_path / "moving.webp", "copy.jpg")
    assert near(copy.getpixel((20, 20)), RED, by=20)


def test_webp_becomes_jpeg_in_letters_and_the_others_stay() -> None:
    there = {
        path: str(pictures.in_letter(PurePosixPath(path)))
        for path in ("images/a.webp", "images/deep/a.png", "salt.jpg", "more/a.GIF")
    }
    assert there == {
        "images/a.webp": "images/in-letters/a.webp.jpg",
        "images/deep/a.png": "images/in-letters/deep/a.png",
        "salt.jpg": "images/in-letters/salt.jpg",
        "more/a.GIF": "images/in-letters/more/a.GIF",
    }


def as_bytes(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.98])
def test_a_file_that_was_cut_off_is_no_picture(
    tmp_path: Path, kind: str, share: float
) -> None:
    noise = Image.effect_noise((80, 80), 60).convert("RGB")
    data = as_bytes(noise, kind)
    path = tmp_path / f"cut.{kind}"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(PictureError) as raised:
        pictures.size_of(path)
    assert raised.value.code == "picture-broken"


def test_what_a_phone_puts_behind_a_photo_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "moving.jpg"
    path.write_bytes(as_bytes(red_above_blue(), "jpeg") + b"a little film" * 10_000)
    assert pictures.size_of(path) == Size(60, 40)


def damaged(kind: str) -> bytes:
    data = bytearray(as_bytes(Image.effect_noise((80, 80), 60).convert("RGB"), kind))
    start = 30 if kind == "webp" else len(data) // 2
    data[start : start + 200] = b"\xff" * 200
    return bytes(data)


@pytest.mark.parametrize("kind", ["png", "gif", "webp"])
def test_damage_inside_a_file_is_met_when_it_is_copied(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"damaged.{kind}"
    path.write_bytes(damaged(kind))
    with pytest.raises(PictureError) as raised:
        pictures.copy(path, tmp_path / "copy.png", 1600)
    assert (raised.value.code, raised.value.path) == ("picture-broken", path)
    assert not (tmp_path / "copy.png").exists()


def test_damage_inside_a_png_is_met_when_it_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "damaged.png"
    path.write_bytes(damaged("png"))
    with pytest.raises(PictureError) as raised:
        pictures.size_of(path)
    assert raised.value.code == "picture-broken"


def test_a_picture_that_changed_is_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    red_above_blue(60, 40).save(path)
    assert pictures.size_of(path) == Size(60, 40)
    red_above_blue(30, 40).save(path)
    assert pictures.size_of(path) == Size(30, 40)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("gone.png", "picture-broken"),
        ("loaf.heic", "picture-kind"),
        ("loaf.svg", "picture-kind"),
        ("loaf", "picture-kind"),
    ],
)
def test_what_is_no_picture_says_why(tmp_path: Path, name: str, code: str) -> None:
    with pytest.raises(PictureError) as raised:
        pictures.size_of(tmp_path / name)
    assert raised.value.code == code


@pytest.mark.parametrize("side", [11_000, 14_000])
def test_a_picture_that_would_fill_the_memory_is_refused(
    tmp_path: Path, side: int
) -> None:
    """The second is refused by Pillow itself, as a bomb."""
    path = tmp_path / "bomb.png"
    Image.new("1", (side, side)).save(path)
    assert path.stat().st_size < 100_000
    with pytest.raises(PictureError) as raised:
        pictures.size_of(path)
    assert raised.value.code == "picture-huge"
