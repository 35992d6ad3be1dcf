"""No name slips past in an address, at a letter's edges, or between two signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shop import Shop

QUILLA = "content/people/q.yml"
HIDDEN = "name: Quilla Vornhast\n"
SITE_ONLY = (
    f"{HIDDEN}consent:\n"
    "  - {given: 2026-01-01, for: [name, words, photo], where: [site], kept: card}\n"
)
BOTH = "{given: 2026-01-01, for: [name], where: [site, letter], kept: card}"
STORY = "content/behind-the-scenes/shelf.md"
LETTER = "newsletters/2026-11-crumbs.md"
ASK = "title: A bench\nwords: A bench.\nby: [anonymous]\ndate: 2026-11-20\nvia: note\n"
LOAF = "content/images/loaf.png"


def story(body: str, front: str = "") -> str:
    return f"---\ntitle: A shelf\ndate: 2026-10-11\n{front}---\n{body}\n"


def letter(front: str = "", body: str = "") -> str:
    return (
        f"---\nsubject: Crumbs\ndate: 2026-11-20\n{front}status: ready\n---\n{body}\n"
    )


def names(shop: Shop) -> list[str]:
    """What is said of names."""
    codes = ("named-in-file-name", "person/", "consent/")
    return [line for line in shop.codes() if line.split(" ")[1].startswith(codes)]


@pytest.fixture
def quiet(shop: Shop) -> Shop:
    """The small shop, of which nothing is said before something is written."""
    shop.write(QUILLA, HIDDEN)
    assert names(shop) == []
    return shop


# What becomes an address.


def test_an_id_says_no_more_than_what_somebody_is_shown_as(quiet: Shop) -> None:
    file = "content/people/harriet-vandermeulen.yml"
    shown = f"name: Harriet Vandermeulen\nshown_as: Hattie\nconsent: [{BOTH}]\n"
    quiet.write(file, shown)
    assert names(quiet) == [f"{file}:1:1 named-in-file-name"]
    assert "shown as “Hattie”" in quiet.said()
    quiet.write(file, shown.replace("shown_as: Hattie\n", ""))
    assert names(quiet) == []
    quiet.write(file, f"{shown}role: maker\n")
    assert names(quiet) == []


@pytest.mark.parametrize(
    "file",
    ["quillas-wish", "quilla-s-wish", "vornhasts", "quillavornhasts", "queenbee"],
)
def test_a_file_is_named_after_nobody(quiet: Shop, file: str) -> None:
    quiet.write("content/people/queenbee.yml", "name: Berta Quist\n")
    path = f"content/asks/{file}.yml"
    quiet.write(path, ASK)
    assert names(quiet) == [f"{path}:1:1 named-in-file-name"]


@pytest.mark.parametrize("file", ["queenbees", "glass", "bee-queen", "an-asp"])
def test_a_file_may_be_named_after_things(quiet: Shop, file: str) -> None:
    quiet.write("content/people/queenbee.yml", "name: Berta Quist\n")
    quiet.write("content/people/glas.yml", "name: Fenna Glas\n")
    quiet.write("content/people/as.yml", "name: Fenna Glas\n")
    path = f"content/asks/{file}.yml"
    quiet.write(path, ASK)
    assert names(quiet) == []


def test_an_id_stands_in_prose_as_any_word(quiet: Shop) -> None:
    quiet.write("content/people/queenbee.yml", "name: Berta Quist\n")
    quiet.write(STORY, story("The queenbee, and a [hive](https://queenbee.example)."))
    assert names(quiet) == []


def test_a_folder_of_pictures_names_nobody(quiet: Shop) -> None:
    picture = "images/quilla-vornhast/a.png"
    quiet.write(f"content/{picture}", (quiet.root / LOAF).read_bytes())
    quiet.write(STORY, story("", f"cover: {{image: {picture}, alt: A loaf}}\n"))
    assert names(quiet) == [f"{STORY}:4:16 named-in-file-name"]


@pytest.mark.parametrize(
    "link",
    [
        "https://blog.example/people/Quilla-Vornhast",
        "https://blog.example/people/quilla-vornhast",
        "https://blog.example/by/quillavornhast/",
        "https://blog.example/%51uilla",
        "https://blog.example/a_quilla_b",
        "mailto:quilla.vornhast@post.example",
        "../asks/less-salt.yml#quilla",
        "<https://blog.example/quilla>",
    ],
)
def test_a_link_names_nobody(quiet: Shop, link: str) -> None:
    quiet.write(STORY, story(f"A [page]({link})."))
    assert [line.split(" ")[1] for line in names(quiet)] == ["person/leftover"]


def test_a_korean_name_is_read_in_an_address(quiet: Shop) -> None:
    quiet.write("content/people/j.yml", "name: 박지호\n")
    address = "https://blog.example/%EB%B0%95%EC%A7%80%ED%98%B8"
    quiet.write(STORY, story(f"A [page]({address})."))
    assert names(quiet) == [f"{STORY}:5:10 person/leftover"]


def test_a_link_to_somebodys_file_is_told_once(quiet: Shop) -> None:
    quiet.write("content/people/quilla.yml", HIDDEN)
    quiet.write(STORY, story("A [page](../people/quilla.yml)."))
    assert names(quiet) == []
    assert "link-to-person" in quiet.said()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://photos.example/slowrise", "https://photos.example/quilla-vornhast"),
        ("hello@slowrise.example", "quilla@slowrise.example"),
        ("from: mara@", "from: quillavornhast@"),
    ],
)
def test_the_shops_own_addresses_name_nobody(quiet: Shop, old: str, new: str) -> None:
    quiet.change("content/shop.yml", old, new)
    said = names(quiet)
    assert said
    assert {line.split(" ")[1] for line in said} == {"person/leftover"}


def test_what_neighbours_are_reached_by_names_nobody(quiet: Shop) -> None:
    file = "content/neighbours.yml"
    url = "https://quilla-vornhast.example"
    quiet.write(file, f"neighbours:\n  - {{name: Tofu, url: {url}, feed: {url}/f}}\n")
    assert [line.split(" ")[1] for line in names(quiet)] == ["person/leftover"] * 2


# Who agreed, and names another.


def test_what_somebody_is_shown_as_names_nobody_else(quiet: Shop) -> None:
    file = "content/people/mum.yml"
    shown = "shown_as: Quilla Vornhast's mum\n"
    quiet.write(file, f"name: Odile Brandt\n{shown}consent: [{BOTH}]\n")
    quiet.write(STORY, story("Quilla came."))
    assert names(quiet) == [
        f"{STORY}:5:1 person/leftover",
        f"{file}:2:11 person/leftover",
    ]


def test_a_name_that_two_have_is_shown_as_one_of_them_agreed(quiet: Shop) -> None:
    other = f"name: Quilla Sand\nshown_as: Quilla S.\nconsent: [{BOTH}]\n"
    quiet.write("content/people/other.yml", other)
    quiet.write(STORY, story("Quilla came, and Quilla S. too."))
    assert names(quiet) == []


# Names cut by signs.


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("So &#81;uilla came.", 4),
        ("So **Q**uilla came.", 6),
        ("So Grace *Baker* came.", 4),
        ("So Grace<br>Baker came.", 4),
        ("So Grace&nbsp;Baker came.", 4),
        ("So Grace  Baker came.", 4),
        ("> So Grace\n> Baker came.", 6),
        ("So Qui\u200blla came.", 4),
        ("So Qui\u200dlla came.", 4),
        ("So Quilla came.", 4),
        ("So **Quilla** came.", 6),
    ],
)
def test_a_name_is_found_as_it_is_read(quiet: Shop, body: str, column: int) -> None:
    quiet.write("content/people/g.yml", "name: Grace Baker\n")
    quiet.write(STORY, story(body))
    assert names(quiet) == [f"{STORY}:5:{column} person/leftover"]


def test_two_blanks_in_a_field_part_no_name(quiet: Shop) -> None:
    quiet.write("content/people/g.yml", "name: Grace Baker\n")
    quiet.write(STORY, story("", "summary: By Grace  Baker.\n"))
    assert names(quiet) == [f"{STORY}:4:13 person/leftover"]


# Letters, in which who agreed to the site alone is not named.


@pytest.fixture
def site_only(shop: Shop) -> Shop:
    shop.write(QUILLA, SITE_ONLY)
    shop.write(LETTER, letter())
    assert names(shop) == []
    return shop


def carried(shop: Shop) -> set[str]:
    """Which keys of what a letter carries name somebody."""
    lines = [line for line in shop.said().splitlines() if "[consent/carried]" in line]
    assert all(line.startswith(LETTER) for line in lines)
    return {line.split("`")[1] for line in lines}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("Moss Street", "Quilla Vornhast Street", "contact.address"),
        ("name: Crumbs", "name: Quilla's crumbs", "newsletter.name"),
        ("name: Slow Rise", "name: Quilla & friends", "name"),
    ],
)
def test_a_letter_shows_the_shops_lines(
    site_only: Shop, old: str, new: str, key: str
) -> None:
    (site_only.root / "newsletters/2026-10-less-salt.md").unlink()
    site_only.change("content/shop.yml", old, new)
    assert carried(site_only) == {key}


def test_a_letter_shows_who_signs(site_only: Shop) -> None:
    (site_only.root / "newsletters/2026-10-less-salt.md").unlink()
    site_only.write("content/images/quilla.png", (site_only.root / LOAF).read_bytes())
    photo = "{image: images/quilla.png, alt: Mara and Quilla}"
    about = f"about: Taught by Quilla.\nphoto: {photo}\n"
    site_only.change("content/people/mara.yml", "about: Bakes, and listens.\n", about)
    assert carried(site_only) == {"about", "photo", "photo.image"}


def test_a_letter_shows_covers(site_only: Shop) -> None:
    site_only.write("content/images/quilla.png", (site_only.root / LOAF).read_bytes())
    cover = "cover: {image: images/quilla.png, alt: A loaf}\n"
    site_only.write(STORY, story("", cover))
    site_only.write(LETTER, letter("stories: [shelf]\n"))
    assert carried(site_only) == {"cover.image"}


def gathering(shop: Shop, cover: Path, alt: str) -> None:
    shop.write(
        "content/events/evening.md",
        "---\ntitle: An evening\nstart: 2026-12-01 19:00\n"
        f"cover: {{image: {cover.as_posix()}, alt: {alt}}}\n---\n",
    )


def test_a_letter_shows_the_next_gatherings_cover(site_only: Shop) -> None:
    site_only.write("content/images/quilla.png", (site_only.root / LOAF).read_bytes())
    gathering(site_only, Path("images/quilla.png"), "A table of Quilla's")
    assert carried(site_only) == {"cover", "cover.image"}


def test_a_letter_shows_no_face_of_the_next_gathering(site_only: Shop) -> None:
    site_only.write("content/images/face.png", (site_only.root / LOAF).read_bytes())
    photo = "photo: {image: images/face.png, alt: A face}\n"
    site_only.write(QUILLA, f"{SITE_ONLY}{photo}")
    gathering(site_only, Path("images/face.png"), "A table")
    assert names(site_only) == [f"{LETTER}:3:7 consent/photo"]


def test_a_letter_leads_to_no_address_that_names_somebody(site_only: Shop) -> None:
    path = "content/behind-the-scenes/quilla-vornhast.md"
    site_only.write(path, story(""))
    site_only.write(LETTER, letter(body=f"Of [a shelf](../{path})."))
    assert names(site_only) == [f"{LETTER}:6:43 consent/scope"]
