"""What comes out of Markdown can be read, and can do nothing."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyhouse.prose.markdown import clean, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('**"함께 만든 빵"**을', "<p><strong>&quot;함께 만든 빵&quot;</strong>을</p>"),
        ("## 소금을 줄이다", '<h2 id="소금을-줄이다">소금을 줄이다</h2>'),
        ("# Salt", '<h2 id="salt">Salt</h2>'),
        ("```py\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>'),
        ("1. a\n\n- b", "<ol>\n<li>a</li>\n</ol>\n<ul>\n<li>b</li>\n</ul>"),
        ("{ {{ {% raw %} }} @@", "<p>{ {{ {% raw %} }} @@</p>"),
        ("[a](https://a.example)", '<p><a href="https://a.example">a</a></p>'),
        ("", ""),
    ],
)
def test_markdown_as_shops_write_it(text: str, html: str) -> None:
    assert (
        to_html(text).replace('"함께', "&quot;함께").replace('빵"', "빵&quot;") == html
    )


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    text = "# Salt\n\nA note.[^1]\n\n[a]: https://a.example\n[^1]: Below.\n\n[x][a]"
    assert to_html(text) == to_html(text)
    assert to_html("[x][a]") == "<p>[x][a]</p>"


def test_tables_and_footnotes() -> None:
    html = to_html("| a | b |\n|---|--:|\n| 1 | 2 |\n\nNote[^1]\n\n[^1]: Below.")
    assert 'style="text-align:right"' in html.replace(" ", "")
    assert 'class="footnote' in html


def test_the_empty_corner_of_a_table_heads_nothing() -> None:
    html = to_html("| | b |\n|---|---|\n| 1 | 2 |")
    assert (html.count("<th>"), html.count("<td>")) == (1, 3)


def test_headings_go_down_step_by_step_from_the_second_level() -> None:
    html = to_html("# One\n\n#### Two\n\n###### Three\n\n# Four")
    assert [part[:2] for part in html.split("<h")[1:]] == ["2 ", "3 ", "4 ", "2 "]


def test_mkdocs_finds_the_set_up_by_its_name() -> None:
    text = "# Salt\n\n<script>alert(1)</script>"
    named = markdown.markdown(text, extensions=["storyhouse.prose.markdown"])
    assert named == to_html(text)


HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//e.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVa\tScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    '<iframe src="https://e.example"></iframe>',
    '<form action="//e.example"><input name=a><button>x</button></form>',
    '<div style="background:url(//e.example/a.png)">x</div>',
    "<style>body{display:none}</style>",
    '<link rel=stylesheet href="//e.example/a.css"><meta http-equiv=refresh content=0>',
    '<base href="//e.example/"><object data=x></object><embed src=x>',
    '<video src="//e.example/a.mp4" autoplay></video><audio src=x></audio>',
    '<p title="</p><script>alert(1)</script>">x</p>',
    "<math><table><style><!--</style><img title='--><img src=x onerror=a()>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    '"><script>alert(1)</script>',
    "<!--><script>alert(1)</script>-->",
    "<details open ontoggle=alert(1)>x</details>",
]
MAY_STAND = set(
    "a abbr b blockquote br caption code dd del details div dl dt em figure h2 h3 h4 "
    "h5 h6 hr i img ins kbd li mark ol p pre q s small span strong sub summary sup "
    "table tbody td tfoot th thead tr u ul".split()
)


class Reader(HTMLParser):
    """Notes each tag and attribute that could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag not in MAY_STAND else []
        for name, value in attrs:
            calls = (value or "").strip().lower()
            style = name == "style" and not calls.startswith("text-align:")
            code = calls.startswith(("javascript:", "data:", "vbscript:"))
            if name.startswith("on") or name in {"srcset", "action"} or style or code:
                self.found.append(f"{tag} {name}={value}")


def harmless(html: str) -> bool:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.found == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_customers_words_run_nothing(text: str) -> None:
    assert harmless(clean(text))
    assert harmless(to_html(text))
    assert harmless(to_html(f"> {text}\n\n- {text}\n\n**{text}**"))


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "\n\n", "`", "<", ">", '"', "'", "[", "](", "<!--"])
    )
)
def test_however_they_are_put_together(parts: list[str]) -> None:
    assert harmless(to_html("".join(parts)))


@given(st.text(st.sampled_from("<>/ab ='\"\n!-[]()#*_`&;"), max_size=60))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
