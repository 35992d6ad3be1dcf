"""The one module that knows css-inline: style rules onto the tags they are for.

Mail programs that drop `<style>` still show the letter as it was meant.
"""

from __future__ import annotations

from functools import lru_cache

import css_inline


def inlined(markup: str, css: str) -> str:
    """The HTML with `css` on its tags; its own `<style>` stays as it is."""
    return str(_inliner(css).inline(markup))


@lru_cache(maxsize=8)
def _inliner(css: str) -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        inline_style_tags=False,
        keep_style_tags=True,
        keep_link_tags=True,
        load_remote_stylesheets=False,
        extra_css=css,
    )
