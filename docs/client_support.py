"""Write src/storyhouse/preflight/client-support.json from the npm package caniemail.

`python docs/client_support.py [caniemail.json] [--check]`; by default the file of
node_modules. Kept is what a letter can be asked for: how to find a feature, and which
of the mail programs that most people read with do not know it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
GIVEN = ROOT / "node_modules/caniemail/data/caniemail.json"
MADE = ROOT / "src/storyhouse/preflight/client-support.json"

#: What the findings call them, and the data's names for each. It knows no Korean ones.
CLIENTS = {
    "Gmail": [("gmail", "desktop-webmail"), ("gmail", "ios"), ("gmail", "android")],
    "Outlook for Windows": [("outlook", "windows")],
    "Outlook.com": [("outlook", "outlook-com")],
    "Outlook for phones": [("outlook", "ios"), ("outlook", "android")],
    "Apple Mail": [("apple-mail", "macos"), ("apple-mail", "ios")],
    "Yahoo Mail": [("yahoo", "desktop-webmail"), ("yahoo", "ios")],
    "Samsung Email": [("samsung-email", "android")],
}
#: Features whose titles do not say how they are found.
_SPECIAL = {
    "css-background-color": ["property:background-color"],
    "css-display-flex": ["value:display:flex", "value:display:inline-flex"],
    "css-display-grid": ["value:display:grid", "value:display:inline-grid"],
    "css-display-none": ["value:display:none"],
    "css-flex-direction": ["property:flex-direction"],
    "css-flex-wrap": ["property:flex-wrap"],
    "css-font": ["property:font"],
    "css-color-scheme": ["property:color-scheme"],
    "css-inert-attribute": ["attribute:inert"],
    "css-intrinsic-size": [],  # widths of a word, not properties
    "css-sytem-ui": [],  # names of fonts, behind which others stand
    "css-variables": ["function:var"],
    "css-unit-calc": ["function:calc"],
    "css-grid-template": [
        "property:grid-template",
        "property:grid-template-areas",
        "property:grid-template-columns",
        "property:grid-template-rows",
    ],
    "css-column-layout-properties": ["property:columns", "property:column-rule"],
    "html-lists": ["tag:ul", "tag:ol", "tag:dl"],
    "html-h1-h6": [f"tag:h{n}" for n in range(1, 7)],
    "html-image-maps": ["tag:map", "attribute:usemap"],
    "html-address": ["tag:address"],
    "html-svg": ["tag:svg"],
    "html-semantics": [
        f"tag:{name}"
        for name in "article aside details figcaption figure footer header main mark "
        "nav section summary time".split()
    ],
    "html-srcset": ["attribute:srcset", "attribute:sizes"],
    "html-button-submit": ["tag:button"],
    "html-input-text": ["tag:input"],
    "image-apng": ["picture:apng"],
    "image-avif": ["picture:avif"],
    "image-bmp": ["picture:bmp"],
    "image-heif": ["picture:heif", "picture:heic"],
    "image-mp4": ["picture:mp4"],
    "image-svg": ["picture:svg"],
    "image-tiff": ["picture:tiff", "picture:tif"],
    "image-webp": ["picture:webp"],
}
#: How their titles say what they are, by category; the first that fits.
_FORMS = {
    "html": {
        "tag": r"^<([a-z]+)>(?: element)?$",
        "attribute": r"^([a-z-]+) attribute",
    },
    "css": {
        "media": r"@media \((?:-webkit-)?([a-z-]+)\)",
        "at": r"^@([a-z-]+)",
        "pseudo": r"^::?([a-z-]+)",
        "function": r"([a-z-]+)\(\)",
        "unit": r"^([a-z]+) unit$",
    },
}
_NAMES = re.compile(r"[a-z-]+(?:(?:, | & )[a-z-]+)*")


def main() -> int:
    """Write the file or, with --check, say whether it is what it would be."""
    named = [word for word in sys.argv[1:] if not word.startswith("--")]
    given = Path(named[0]) if named else GIVEN
    package = json.loads((given.parents[1] / "package.json").read_text("utf-8"))
    text = made(json.loads(given.read_text("utf-8")), package["version"])
    if "--check" in sys.argv:
        return int(MADE.read_text("utf-8") != text)
    MADE.write_text(text, "utf-8")
    return 0


def made(data: dict[str, Any], version: str) -> str:
    """The file's text."""
    features = {
        each["slug"]: {"title": each["title"].strip(), "found_by": ways, "no": no}
        for each in sorted(data["data"], key=lambda each: each["slug"])
        if (ways := found_by(each)) and (no := unknown_to(each))
    }
    whole = {
        "from": f"caniemail.com, by way of the npm package caniemail {version}",
        "updated": data["last_update_date"][:10],
        "licence": "MIT",
        "copyright": "Copyright (c) 2019 HTeuMeuLeu; "
        "package: Copyright (c) Avi Goldman, Andrew Powell",
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def found_by(feature: dict[str, Any]) -> list[str]:
    """How a use of it is seen: `property:gap`, `tag:video`, `at:import`."""
    slug, title = feature["slug"], feature["title"].strip()
    if slug in _SPECIAL:
        return _SPECIAL[slug]
    if slug.startswith("css-selector"):
        return []
    for kind, form in _FORMS.get(feature["category"], {}).items():
        if names := re.findall(form, title):
            return [f"{kind}:{name}" for name in names]
    names = title.removesuffix(" property")
    if feature["category"] != "css" or not _NAMES.fullmatch(names):
        return []
    return [f"property:{name}" for name in re.split(r", | & ", names)]


def unknown_to(feature: dict[str, Any]) -> list[str]:
    """The mail programs whose newest version does not know it, anywhere they run."""
    return [
        name
        for name, runs in CLIENTS.items()
        if any(_newest(feature, *on).startswith("n") for on in runs)
    ]


def _newest(feature: dict[str, Any], family: str, platform: str) -> str:
    tested = feature["stats"].get(family, {}).get(platform, {})
    return str([*tested.values()][-1]) if tested else ""


if __name__ == "__main__":
    raise SystemExit(main())
