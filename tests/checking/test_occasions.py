"""What gatherings and open letters say is looked at like all else, and rules beside."""

from __future__ import annotations

import datetime as dt

import pytest

from storyhouse.diagnostics import Severity
from tests.shop import TODAY, Shop

EVENT = "content/events/dough.md"
OPEN = "content/open-letters/cold-oven.md"
NEIGHBOURS = "content/neighbours.yml"
SHOWN = "pictures: [{{image: images/loaf.png, alt: {}}}]"
#: A text in each place of an occasion where an owner writes one.
PLACES = {
    "event body": (EVENT, ""),
    "event summary": (EVENT, "summary: {}"),
    "event where": (EVENT, "where: {}"),
    "event cover": (EVENT, "cover: {{image: images/loaf.png, alt: {}}}"),
    "recap words": (EVENT, "recap: {{date: 2026-11-20, words: {}}}"),
    "recap picture": (EVENT, f"recap: {{{{date: 2026-11-20, words: W., {SHOWN}}}}}"),
    "open letter body": (OPEN, ""),
    "happened": (OPEN, "happened: {}"),
    "remedy": (OPEN, "remedy: {}"),
    "update words": (OPEN, "updates: [{{date: 2026-11-20, words: {}}}]"),
    "closing words": (OPEN, "closed: {{date: 2026-11-20, words: {}}}"),
    "neighbour": (NEIGHBOURS, "{}"),
}


def put(shop: Shop, place: str, text: str) -> str:
    """Write a text in a place; the file it is in."""
    path, key = PLACES[place]
    line = key.format(text) if key else ""
    begins = "title: Dough\n"
    begins += "start: 2026-11-19 19:00\n" if path == EVENT else "date: 2026-11-19\n"
    body = "We kneaded." if key else text
    whole = f"---\n{begins}{line}\n---\n{body}\n"
    if path == NEIGHBOURS:
        whole = f"- {{name: Tofu, url: 'https://tofu.example/', about: {text}}}\n"
    shop.write(path, whole)
    return path


def found(shop: Shop, path: str, code: str) -> bool:
    told = shop.told().findings
    return any(f.code == code and f.where.path.as_posix() == path for f in told)


@pytest.mark.parametrize("place", PLACES)
def test_nobody_is_named_there_without_consent(shop: Shop, place: str) -> None:
    shop.write("content/people/vera.yml", "name: Vera Thornbury\n")
    path = put(shop, place, "Then Vera Thornbury laughed.")
    assert found(shop, path, "person/leftover")
    (shop.root / "content/people/vera.yml").unlink()
    assert not found(shop, path, "person/leftover")


@pytest.mark.parametrize("place", PLACES)
def test_what_is_somebodys_own_is_not_told_there(shop: Shop, place: str) -> None:
    path = put(shop, place, "Call 010-9876-5432 and ask.")
    assert found(shop, path, "pii/leak")


@pytest.mark.parametrize("place", [p for p in PLACES if p != "event where"])
def test_no_ad_is_told_there(shop: Shop, place: str) -> None:
    path = put(shop, place, "The best bread ever at 30% off. Buy now.")
    codes = {"ad/stacked", "ad/headline"}
    assert any(found(shop, path, code) for code in codes)


def test_links_and_photos_are_looked_at(shop: Shop) -> None:
    put(shop, "event body", "![A loaf](../images/none.png) [there](../asks/none.yml)")
    told = [f.code for f in shop.told().findings if f.where.path.as_posix() == EVENT]
    assert told.count("dead-link") == 2
    shop.write(
        "content/people/vera.yml",
        "name: Vera Thornbury\nphoto: {image: images/loaf.png, alt: Vera}\n",
    )
    for place in ("event cover", "recap picture"):
        path = put(shop, place, "A loaf")
        assert found(shop, path, "consent/photo")


def test_a_draft_only_warns(shop: Shop) -> None:
    shop.write(EVENT, "---\ntitle: D\nstart: 2026-12-19 19:00\ndraft: true\n---\nX.\n")
    (finding,) = [f for f in shop.told().findings if f.code == "event/required"]
    assert finding.severity is Severity.WARNING


def test_an_allowance_with_a_reason_holds(shop: Shop) -> None:
    shop.write(
        EVENT,
        "---\ntitle: D\nstart: 2026-12-19 19:00\n"
        "allow: [{rule: event/required, because: It is in the street.}]\n---\nX.\n",
    )
    assert not [f for f in shop.told().findings if f.code == "event/required"]


# The loop.


BUILT = "---\ntitle: Hooks\ndate: 2026-11-10\nanswers: [hooks]\n{}---\nSix.\n"
ASK = "title: Hooks\nwords: My bag!\nby: [{}]\ndate: 2026-10-01\n"


def untold(shop: Shop, day: dt.date = TODAY, *, drafts: bool = False) -> list[str]:
    told = shop.told(day, drafts=drafts).findings
    return [
        f"{f.where.path.stem} {f.severity} {f.variant}"
        for f in told
        if f.code == "loop/built-not-told"
    ]


def test_whoever_was_merged_is_told_too(shop: Shop) -> None:
    shop.write("content/people/dora.yml", "name: Dora Lindqvist\n")
    shop.write("content/asks/hooks.yml", ASK.format("anonymous"))
    merged = f"{ASK.format('dora')}merged_into: hooks\n"
    shop.write("content/asks/bags.yml", merged)
    shop.write("content/changelog/hooks-out.md", BUILT.format(""))
    assert untold(shop) == ["bags error waits-named", "hooks error waits-nameless"]
    told = "told: [{person: dora, how: at the till, date: 2026-11-11, thanked: true}]"
    shop.write("content/asks/bags.yml", f"{merged}{told}\n")
    assert untold(shop) == ["hooks error waits-nameless"]


def test_what_is_only_a_draft_owes_nothing_yet(shop: Shop) -> None:
    shop.write("content/asks/hooks.yml", ASK.format("anonymous"))
    shop.write("content/changelog/hooks-out.md", BUILT.format("draft: true\n"))
    assert untold(shop) == []
    assert untold(shop, drafts=True) == ["hooks warning waits-nameless"]


def test_a_letter_tells_only_whom_it_may_name(shop: Shop) -> None:
    shop.write("content/people/dora.yml", "name: Dora Lindqvist\n")
    shop.write("content/asks/hooks.yml", ASK.format("dora, anonymous"))
    shop.write("content/changelog/hooks-out.md", BUILT.format(""))
    letter = "---\nsubject: H\ndate: 2026-11-26 17:00\nstatus: {}\n---\nHello.\n"
    path = "newsletters/2026-11-hooks.md"
    shop.write(path, letter.format("ready"))  # what changed leads it, whatever it names
    # It tells her, too, if it is known on which row of the list she is.
    assert untold(shop) == ["hooks warning part-named", "hooks warning letter-nameless"]
    tomorrow = TODAY + dt.timedelta(days=1)
    assert untold(shop, tomorrow) == [
        "hooks error waits-named",
        "hooks error waits-nameless",
    ]
    shop.write(path, letter.format("sent"))
    assert untold(shop) == ["hooks error waits-named"]


def test_a_letter_to_its_askers_does_not_stop_itself(shop: Shop) -> None:
    shop.write("content/people/dora.yml", "name: Dora Lindqvist\n")
    shop.write("content/asks/hooks.yml", ASK.format("dora"))
    shop.write("content/changelog/hooks-out.md", BUILT.format(""))
    letter = (
        "---\nsubject: H\ndate: 2026-11-26 17:00\nstatus: ready\n"
        "audience: asked:hooks{}\n---\nHello.\n"
    )
    shop.write("newsletters/2026-11-hooks.md", letter.format(""))
    assert untold(shop) == ["hooks warning part-named"]
    shop.write("newsletters/2026-11-hooks.md", letter.format(" + language:en"))
    assert untold(shop) == ["hooks error waits-named"]


def test_a_letter_tells_nobody_alone_what_is_not_new_in_it(shop: Shop) -> None:
    """Nor who is not named anything in a first letter."""
    shop.write("content/people/dora.yml", "name: Dora Lindqvist\n")
    shop.write("content/asks/hooks.yml", ASK.format("dora"))
    shop.write("content/changelog/hooks-out.md", BUILT.format(""))
    letter = "---\nsubject: H\ndate: {} 17:00\nstatus: ready\n{}---\nHello.\n"
    path = "newsletters/2026-12-hooks.md"
    shop.write(path, letter.format("2026-12-01", "stories: [hooks-out]\n"))
    assert untold(shop) == ["hooks warning part-named"]
    shop.write("newsletters/2026-11-before.md", letter.format("2026-11-20", ""))
    assert untold(shop) == ["hooks error waits-named"]
    (shop.root / "newsletters/2026-11-before.md").unlink()
    (shop.root / "newsletters/2026-10-less-salt.md").unlink()
    assert untold(shop) == ["hooks error waits-named"]


def test_a_letter_of_its_own_day_tells_it_if_it_carries_it(shop: Shop) -> None:
    shop.write("content/asks/hooks.yml", ASK.format("haeseong, anonymous"))
    shop.write("content/changelog/hooks-out.md", BUILT.format(""))
    letter = "---\nsubject: H\ndate: 2026-11-10 17:00\nstatus: ready\n{}---\nHello.\n"
    day, path = dt.date(2026, 11, 10), "newsletters/2026-11-hooks.md"
    shop.write(path, letter.format(""))
    assert untold(shop, day) == [
        "hooks error waits-named",
        "hooks error waits-nameless",
    ]
    helps = [f.help for f in shop.told(day).findings if f.code == "loop/built-not-told"]
    assert helps == ["carry-named", "carry-nameless"]
    shop.write(path, letter.format("stories: [hooks-out]\n"))
    assert untold(shop, day) == [
        "hooks warning letter-named",
        "hooks warning letter-nameless",
    ]


def test_a_sent_letter_thanks_whom_it_names(shop: Shop) -> None:
    consent = "{given: 2026-01-01, for: [name], where: [site, letter], kept: box}"
    shop.write("content/people/dora.yml", f"name: Dora L.\nconsent: [{consent}]\n")
    told = "told: [{person: dora, how: at the till, date: 2026-11-11}]\n"
    shop.write("content/asks/hooks.yml", ASK.format("dora") + told)
    shop.write("content/changelog/hooks-out.md", BUILT.format("people: [dora]\n"))
    assert "loop/no-thanks" in {f.code for f in shop.told().findings}
    letter = "---\nsubject: H\ndate: 2026-11-20 17:00\nstatus: sent\n---\nHello.\n"
    shop.write("newsletters/2026-11-hooks.md", letter)
    assert "loop/no-thanks" not in {f.code for f in shop.told().findings}


@pytest.mark.parametrize(
    ("without", "owed"), [("newsletter:", False), ("nothing", True)]
)
def test_a_shop_without_a_newsletter_owes_no_letter(
    shop: Shop, without: str, *, owed: bool
) -> None:
    (shop.root / "newsletters/2026-10-less-salt.md").unlink()
    if without == "newsletter:":
        shop.change("content/shop.yml", "newsletter:", "# newsletter:")
    found = [f for f in shop.told().findings if f.code == "loop/cadence"]
    assert bool(found) is owed
    assert {f.variant for f in found} <= {"none"}
    early = dt.date(2026, 10, 20)  # the first story is of the second
    assert not [f for f in shop.told(early).findings if f.code == "loop/cadence"]


# Open letters.


def test_a_letter_of_tomorrow_offers_nothing_today(shop: Shop) -> None:
    shop.write(OPEN, "---\ntitle: Oven\ndate: 2026-11-19\n---\nCold.\n")
    offer = (
        "---\nsubject: Rye\ndate: {} 17:00\noffer: {{words: Half a rye.}}\n"
        "status: ready\n---\nHello.\n"
    )
    for day, refused in {"2026-11-18": False, "2026-11-19": True}.items():
        shop.write("newsletters/rye.md", offer.format(day))
        codes = {f.code for f in shop.told().findings}
        assert ("crisis/no-promo" in codes) is refused


# Neighbours.


WALL = "---\ntitle: Wall\ndate: 2026-11-05\npeople: [dal]\n---\n{}\n"
DAL = (
    "name: Dal Kwon\nrole: neighbour\nconsent:\n"
    "- {given: 2026-01-01, for: [name], where: [site], kept: box}\n"
)
LINKED = "- {name: Tofu, url: 'https://tofu.example/', person: dal}\n"


def of_neighbour(shop: Shop, text: str) -> list[str]:
    shop.write("content/behind-the-scenes/wall.md", WALL.format(text))
    return [f.variant for f in shop.told().findings if f.code == "collab/both"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("There was a bucket.", False),
        ("[A bucket](https://elsewhere.example/) stood there.", False),
        ("[A wish](../asks/dal.yml) came over it.", False),
        ("[A bucket](https://tofu.example/okara/) stood there.", True),
        ("[Our neighbour](../people/dal.yml) put it there.", True),
        ("It was Dal Kwon's.", True),
    ],
)
def test_a_text_tells_of_a_neighbour_or_leads_to_them(
    shop: Shop, text: str, *, told: bool
) -> None:
    shop.write("content/people/dal.yml", DAL)
    shop.write("content/asks/dal.yml", ASK.format("anonymous"))
    shop.write(NEIGHBOURS, LINKED)
    assert of_neighbour(shop, text) == ([] if told else ["not-in-text"])


def test_a_neighbour_who_wants_out_is_not_asked_for(shop: Shop) -> None:
    shop.write("content/people/dal.yml", DAL)
    assert of_neighbour(shop, "A bucket.") == ["not-in-text", "unlinked"]
    shop.write("content/people/dal.yml", f"{DAL}withdrawn: 2026-11-20\n")
    assert of_neighbour(shop, "A bucket.") == []


def test_what_is_only_an_idea_has_no_part_of_ours_yet(shop: Shop) -> None:
    shop.write("content/people/dal.yml", DAL)
    shop.write(NEIGHBOURS, LINKED)
    loaf = (
        "---\ntitle: Loaf\ndate: 2026-11-05\nstatus: {}\n"
        "credits: [{{person: dal, did: [idea]}}]\n---\nA loaf.\n"
    )
    for status, missing in {"idea": [], "testing": ["no-maker"]}.items():
        shop.write("content/products/loaf.md", loaf.format(status))
        found = [f.variant for f in shop.told().findings if f.code == "collab/both"]
        assert found == missing
