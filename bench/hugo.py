"""The stories as a Hugo site with the smallest theme that shows what a reader needs.

Lists of twelve, a page for each story, the newest on the home page. Hugo resolves the
stories' links to one another, as the other two do; feeds are on, as by default.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.pictures import write_pictures
from bench.tales import KINDS, Tale
from bench.writing import keys, with_front_matter, write

_CONFIG: dict[str, object] = {
    "title": "Bench Bakery",
    "baseURL": "https://bench.example/",
    "locale": "en",
    "disableKinds": ["taxonomy", "term"],
    "pagination": {"pagerSize": 12},
    "markup": {"goldmark": {"renderHooks": {"link": {"useEmbedded": "always"}}}},
}
_FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ .Title }} · {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
<link rel="stylesheet" href="{{ "style.css" | relURL }}">
</head>
<body>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a>
<nav>
{{ range site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}
</nav>
</header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><p>{{ site.Title }}</p></footer>
</body>
</html>
"""
_CARDS = """{{ range . }}<article>
<img src="{{ .Params.picture | relURL }}" alt="" width="960" loading="lazy">
<h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
<p>{{ .Description }}</p><time>{{ .Date.Format "2 January 2006" }}</time>
</article>
{{ end }}"""
_HOME = """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ partial "cards.html" (first 12 site.RegularPages) }}{{ end }}"""
_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ partial "cards.html" .Paginator.Pages }}
<nav>{{ with .Paginator }}{{ if .HasPrev }}<a href="{{ .Prev.URL }}">Newer</a>{{ end }}
{{ .PageNumber }} / {{ .TotalPages }}
{{ if .HasNext }}<a href="{{ .Next.URL }}">Older</a>{{ end }}{{ end }}</nav>{{ end }}"""
_PAGE = """{{ define "main" }}<article>
<h1>{{ .Title }}</h1><time>{{ .Date.Format "2 January 2006" }}</time>
<p>{{ .Description }}</p>
<img src="{{ .Params.picture | relURL }}" alt="A picture" width="960" height="640">
{{ .Content }}
</article>{{ end }}"""
_STYLE = (
    "body{max-width:44rem;margin:auto;font:1.1rem/1.6 Georgia,serif}img{width:100%}"
)


def write_hugo(folder: Path, stories: Sequence[Tale]) -> None:
    """Write the site's source; `folder` should be empty or missing."""
    write(folder / "hugo.yaml", keys(_CONFIG))
    layouts = folder / "layouts"
    write(layouts / "baseof.html", _FRAME)
    write(layouts / "home.html", _HOME)
    write(layouts / "list.html", _LIST)
    write(layouts / "single.html", _PAGE)
    write(layouts / "_partials" / "cards.html", _CARDS)
    write(folder / "static" / "style.css", _STYLE)
    write_pictures(folder / "static" / "images")
    for kind in KINDS:
        title = with_front_matter({"title": kind}, "")
        write(folder / "content" / kind / "_index.md", title)
    for tale in stories:
        front: dict[str, object] = {
            "title": tale.title,
            "date": tale.date,
            "description": tale.summary,
            "picture": tale.picture,
        }
        text = with_front_matter(front, tale.body)
        write(folder / "content" / tale.kind / f"{tale.id}.md", text)
