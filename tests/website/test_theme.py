"""One theme, and what a shop lays over it."""

from __future__ import annotations

import re

from storyhouse.building import build_shop
from storyhouse.reading.theme import read_theme
from tests.shop import TODAY, Shop
from tests.tools import NODE_MODULES, ROOT, needs


def _built(shop: Shop) -> None:
    checked, built = build_shop(shop.root, TODAY)
    assert built is not None, checked.diagnostics


def test_a_token_changes_site_and_letter_alike(shop: Shop) -> None:
    shop.change("content/shop.yml", "#884400", "#123456")
    _built(shop)
    letter = next((shop.root / "out/newsletters").glob("*/letter.html"))
    assert "#123456" in (shop.root / "out/site/assets/tokens.css").read_text()
    assert "#123456" in letter.read_text("utf-8")


def test_a_file_of_the_shops_own_lies_over_the_themes(shop: Shop) -> None:
    shop.write(
        "themes/hearth/site/partials/footer.html", '<footer class="ours">Ours</footer>'
    )
    shop.write("themes/hearth/site/assets/ours.css", "p{color:red}")
    _built(shop)
    home = (shop.root / "out/site/index.html").read_text("utf-8")
    assert '<footer class="ours">Ours</footer>' in home
    assert (shop.root / "out/site/assets/ours.css").is_file()
    assert (shop.root / "out/site/assets/hearth.css").is_file()


def test_light_and_dark_have_the_same_colours(shop: Shop) -> None:
    tokens = read_theme(shop.root, shop.house().shop)[0].tokens
    colours = {k for k, v in tokens.items() if v.startswith("#")}
    light = {name for name in colours if not name.startswith("dark-")}
    assert {f"dark-{name}" for name in light} | light == colours


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_text_colour_can_be_read_on_every_ground(shop: Shop) -> None:
    """WCAG 2.2 AA: 4.5 to 1."""
    shop.change("content/shop.yml", 'look: {accent: "#884400"}\n', "")
    tokens = read_theme(shop.root, shop.house().shop)[0].tokens
    for dark in ("", "dark-"):
        pairs = [
            (text, ground)
            for text in ("ink", "quiet", "accent", "moss", "dusk")
            for ground in ("paper", "card", "wash")
        ]
        for text, ground in [*pairs, ("on-accent", "accent")]:
            one = _luminance(tokens[f"{dark}{text}"])
            other = _luminance(tokens[f"{dark}{ground}"])
            contrast = (max(one, other) + 0.05) / (min(one, other) + 0.05)
            assert contrast >= 4.5, f"{dark}{text} on {dark}{ground}: {contrast:.2f}"


def test_every_variable_of_the_style_is_a_token(shop: Shop) -> None:
    tokens = read_theme(shop.root, shop.house().shop)[0].tokens
    style = (ROOT / "themes/hearth/site/assets/hearth.css").read_text("utf-8")
    used = {
        v for v in re.findall(r"var\(--([a-z-]+)\)", style) if not v.startswith("md-")
    }
    assert used <= tokens.keys()


@needs("Node")
def test_the_search_library_is_the_one_that_is_named() -> None:
    """Vendored from npm, without the line that names a map nobody gets."""
    theirs = (NODE_MODULES / "minisearch/dist/umd/index.js").read_text("utf-8")
    ours = (ROOT / "themes/hearth/site/assets/minisearch.js").read_text("utf-8")
    kept = [line for line in theirs.splitlines() if "sourceMappingURL" not in line]
    assert ours.splitlines() == kept
