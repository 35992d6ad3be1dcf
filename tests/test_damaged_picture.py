"""A picture whose damage shows only when it is copied refuses the build."""

from __future__ import annotations

import io

from PIL import Image

from storyhouse.building import build_shop
from storyhouse.telling.told import shown
from tests.shop import TODAY, Shop, said


def damaged_in_the_middle() -> bytes:
    """A WebP: only decoding it tells, and a check does not decode it."""
    out = io.BytesIO()
    Image.effect_noise((80, 80), 60).convert("RGB").save(out, "WEBP")
    data = bytearray(out.getvalue())
    data[30:200] = b"\xff" * 170
    return bytes(data)


def test_a_damaged_picture_refuses_the_build(shop: Shop) -> None:
    build_shop(shop.root, TODAY)
    before = (shop.root / "out/site/index.html").read_bytes()
    shop.write("content/images/loaf.webp", damaged_in_the_middle())
    shop.change("content/products/salt-bread.md", "loaf.png", "loaf.webp")
    assert shop.said() == ""
    checked, built = build_shop(shop.root, TODAY)
    assert built is None
    assert checked.house is None
    assert said(shown(checked.diagnostics, suggestions=False), "en") == (
        "content/images/loaf.webp:1:1: error: "
        "content/images/loaf.webp cannot be read as a picture. [picture-broken]\n"
    )
    assert (shop.root / "out/site/index.html").read_bytes() == before
