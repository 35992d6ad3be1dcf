"""A few small pictures, that many stories share."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from bench.tales import PICTURES

_SIZE = (960, 640)


def write_pictures(folder: Path) -> None:
    """Gradients in ten colours, each about 10 kB."""
    folder.mkdir(parents=True)
    light = Image.linear_gradient("L").resize(_SIZE)
    for number in range(PICTURES):
        hue = Image.new("HSV", _SIZE, (number * 25, 120, 255)).convert("RGB")
        picture = Image.composite(hue, Image.new("RGB", _SIZE, "#2b2118"), light)
        picture.save(folder / f"picture-{number}.jpg", quality=85)
