"""One broken letter for each finding, in both languages: tests/golden/preflight."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from storyhouse.letters import Letter
from storyhouse.prose.fields import MergeField, Segments
from tests.conftest import Golden
from tests.preflight.desk import Desk, with_more, without

GOLDEN = Path(__file__).parents[1] / "golden/preflight"
LIST = "email,first_name,name\n"
ANNA = "anna@example.com,Anna,Anna Kim\n"
DARK = "@media (prefers-color-scheme: dark) {"


def a_very_heavy_mail(desk: Desk) -> None:
    desk.spoil = lambda letter: replace(letter, text=(*letter.text, "빵 " * 60_000))


def a_letter_too_long(desk: Desk) -> None:
    desk.spoil = lambda letter: with_more(letter, f"<p>{'bread ' * 20_000}</p>")


def no_site(desk: Desk) -> None:
    shutil.rmtree(desk.shop.root / "out/site")


def an_old_site(desk: Desk) -> None:
    desk.site_is_new = False
    desk.write_more("One line more.")


def a_site_without_the_letter(desk: Desk) -> None:
    shutil.rmtree(desk.shop.root / "out/site/letters")


def links_to_nothing(desk: Desk) -> None:
    site = desk.opened()[0].shop.url
    desk.write_more(f"[Old page]({site}/nowhere/)")
    desk.write_more(f"[Old place]({site}/asks/#nowhere)")


def links_without_https(desk: Desk) -> None:
    desk.write_more("[Tofu](http://tofu.example/)")


def links_to_this_machine(desk: Desk) -> None:
    for host in ("localhost:8000", "shop.local", "192.168.0.7", "10.0.0.1:8000"):
        desk.write_more(f"[Preview](http://{host}/)")


def links_of_nothing(desk: Desk) -> None:
    markup = '<p><a href="">Here</a> <a href="#">There</a> <a href="http://[">Z</a>'
    markup += '<a href="/about/">Us</a> <a href="#z">Note</a> <a href="#n">1</a></p>'
    markup += '<p id="n"><a href="https://a.example:b/">tofu.example</a></p>'
    desk.spoil = lambda letter: with_more(letter, markup)


def links_that_look_like_others(desk: Desk) -> None:
    desk.write_more("[www.bank.example/login](https://thief.example/)")
    desk.write_more("[photos.example](https://www.photos.example/all)")  # the same


def short_links(desk: Desk) -> None:
    desk.write_more("[Map](https://bit.ly/2bread)")


def pictures_of_every_fault(desk: Desk) -> None:
    site = desk.opened()[0].shop.url
    pictures = (
        f'<img src="{site}/images/gone.jpg" alt="A loaf" width="100">'
        '<img src="data:image/png;base64,AAAA" alt="A dot" width="1">'
        f'<img src="{site}/images/loaf.png" width="100">'
        f'<a href="{site}/"><img src="{site}/images/loaf.png" alt="" width="9"></a>'
        f'<img src="{site}/images/loaf.png" alt="" style="width: 100%">'
        '<img src="http://tofu.example/tofu.jpg" alt="Tofu" width="100">'
    )
    desk.spoil = lambda letter: with_more(letter, pictures)


def heavy_pictures(desk: Desk) -> None:
    site = desk.opened()[0].shop.url
    desk.shop.write("out/site/images/heavy.jpg", b"\0" * 1_600_000)
    picture = f'<img src="{site}/images/heavy.jpg" alt="A mill" width="552">'
    desk.spoil = lambda letter: with_more(letter, picture)


def a_field_of_no_column(desk: Desk) -> None:
    desk.subscribers(f"{LIST}{ANNA}")
    desk.write_more("{nick_name|you} and {zzz|you}")


def fields_without_words(desk: Desk) -> None:
    desk.subscribers(f"{LIST}{ANNA}")
    desk.write_more("{nick_name} and {zzz} and {zzz}")
    desk.spoil = lambda letter: with_more(letter, "<p>{first_name}</p>")


def fields_without_words_or_a_list(desk: Desk) -> None:
    desk.write_more("From {city}")


def fields_that_few_have(desk: Desk) -> None:
    desk.subscribers(f"{LIST}{ANNA}ben@example.com,,\n")


def names_that_more_have_in_another_column(desk: Desk) -> None:
    desk.subscribers(f"{LIST}{ANNA}ben@example.com,,Ben\ncho@example.com,,Cho\n")


def fields_that_nobody_has(desk: Desk) -> None:
    desk.subscribers(f"{LIST}ben@example.com,,\ncho@example.com,,\n")


def a_list_of_whole_names(desk: Desk) -> None:
    whole = {"en": "Ben Lee", "ko": "이은호"}[desk.language]
    desk.subscribers(f"email,name\nben@example.com,{whole}\ncho@example.com,\n")


def fields_of_other_programs(desk: Desk) -> None:
    written = "{{first_name}} *|FNAME|* %name% %%name%% [FIRST NAME] [$name$] #{name}"
    paragraph = f"<p>{written} 50% or 60% of it</p>"
    desk.spoil = lambda letter: with_more(letter, paragraph)


def fields_of_other_programs_in_markdown(desk: Desk) -> None:
    desk.write_more("Dear *|FNAME|*, dear *|FNAME:friend|*, 50% or 60%; 3 * 4 | 5 * 6.")
    desk.write_more("%recipient.name% %recipient_name% $%이름%$ [[name]] {$name}")
    desk.head("preheader", '"For *|LNAME|*"')


def words_to_be_replaced(desk: Desk) -> None:
    desk.write_more("TK TODO XXX Lorem ipsum ??? \\[insert name\\] TBA")
    desk.write_more("여기에 내용을 입력하세요. ○○○ 님 (임시) 임시 제목")
    desk.write_more(
        "The TKO, Todor, a temporary thing; 임시로 닫은 문, 여기에 앉으세요."
    )


def a_long_subject(desk: Desk) -> None:
    long = {"en": "About the salt in our bread, and all that came of it this year"}
    long["ko"] = "빵에 넣던 소금을 줄이고 나서 한 해 동안 우리에게 생긴 여러 가지 일들"
    desk.head("subject", long[desk.language])


def a_subject_that_answers_nobody(desk: Desk) -> None:
    desk.head("subject", {"en": '"RE: the salt"', "ko": '"답장: 소금"'}[desk.language])


def a_subject_of_pictograms(desk: Desk) -> None:
    desk.head(
        "subject", {"en": "Salt 🍞 or not 🧂", "ko": "소금 🍞 이야기 🧂"}[desk.language]
    )


def a_subject_with_an_invisible_sign(desk: Desk) -> None:
    desk.head("subject", {"en": "Sa\u200blt", "ko": "소\u200b금"}[desk.language])


def no_preheader(desk: Desk) -> None:
    desk.head("preheader", '""')


def a_preheader_twice(desk: Desk) -> None:
    same = {"en": "Why we cut the salt", "ko": "소금을 줄인 까닭"}[desk.language]
    desk.head("preheader", same)


def a_long_preheader(desk: Desk) -> None:
    desk.head("preheader", {"en": "Salt, " * 25, "ko": "소금, " * 24}[desk.language])


def hardly_a_text(desk: Desk) -> None:
    def hardly(letter: Letter) -> Letter:
        fields = [s for s in letter.text if not isinstance(s, str)]
        return replace(letter, text=("Hello ", *fields))

    desk.spoil = hardly


def a_link_less_in_the_text(desk: Desk) -> None:
    markup = '<a href="https://tofu.example/">Next door</a>'
    desk.spoil = lambda letter: with_more(letter, markup)


def a_line_too_long(desk: Desk) -> None:
    name = "m" * 1500
    desk.spoil = lambda letter: replace(
        letter, envelope=replace(letter.envelope, list_id=name + ".example")
    )


def pale_words(desk: Desk) -> None:
    markup = (
        '<div style="background-color:#fff"><p style="color:#999">Pale</p>'
        '<p style="color:#999;font-size:28px">Pale and large</p>'
        '<p style="color:rgba(0,0,0,.3)">Half there</p>'
        '<p style="color:#595959">Dark</p>'
        '<p style="display:none;color:#eee">X</p></div>'
    )
    desk.spoil = lambda letter: with_more(letter, markup)


def pale_words_in_the_dark(desk: Desk) -> None:
    style = f"{DARK} p.x {{ color: #333 !important }} "
    desk.spoil = lambda letter: with_more(
        without(letter, "html", DARK, style), '<p class="x">Night</p>'
    )


def things_few_programs_know(desk: Desk) -> None:
    markup = (
        "<style>.y:nth-child(2) { transition: all 1s } @font-face { font-family: Z }"
        "@media (orientation: portrait) { p { margin: 0 } }</style>"
        '<div style="display: flex; gap: 1rem; width: calc(1px + 2px)">x</div>'
        '<video></video><img src="https://a.example/x.webp" alt="x" width="1" '
        'loading="lazy">'
    )
    desk.spoil = lambda letter: with_more(letter, markup)


def no_sender(desk: Desk) -> None:
    house = desk.opened()[0]

    def nameless(letter: Letter) -> Letter:
        for part in ("html", "text"):
            letter = without(letter, part, str(house.shop.contact.address), "somewhere")
            letter = without(letter, part, house.shop.contact.email, "somebody")
        return letter

    desk.spoil = nameless


def _cut(text: Segments) -> Segments:
    out = [s for s in text if isinstance(s, MergeField) and s.name == "unsubscribe_url"]
    return tuple(s for s in text if s not in out)


def no_way_out(desk: Desk) -> None:
    def shut(letter: Letter) -> Letter:
        return replace(letter, html=_cut(letter.html), text=_cut(letter.text))

    desk.spoil = shut


def a_way_out_in_one_language(desk: Desk) -> None:
    desk.spoil = lambda letter: without(letter, "html", "Unsubscribe", "Out")


def an_advertisement_at_night(desk: Desk) -> None:
    subject = {"en": "(광고) Halves of the rye", "ko": "(광고) 호밀빵 반 덩이"}
    desk.head("subject", subject[desk.language])
    desk.head("commercial", "{is: true, because: It offers bread.}")
    desk.head("date", "2026-10-27 21:30")


def a_sender_of_everybodys(desk: Desk) -> None:
    sender = "mara@" if desk.language == "en" else "mira@"
    desk.mailing(f"from: {sender}slowrise.example", f"from: {sender}gmail.com")


def a_sender_of_nowhere(desk: Desk) -> None:
    sender = "mara@" if desk.language == "en" else "mira@"
    desk.mailing(f"from: {sender}slowrise.example", f"from: {sender}shop.local")


def no_page_to_unsubscribe(desk: Desk) -> None:
    desk.mailing("unsubscribe: https://slowrise.example/unsubscribe, ", "")


def a_page_to_unsubscribe_without_https(desk: Desk) -> None:
    desk.mailing("unsubscribe: https:", "unsubscribe: http:")


def nobody_to_write_to(desk: Desk) -> None:
    desk.subscribers("email,status\nanna@example.com,unsubscribed\n")


def a_list_without_its_column(desk: Desk) -> None:
    desk.subscribers("mail,status\nanna@example.com,active\n")


def a_tag_that_nobody_has(desk: Desk) -> None:
    desk.head("audience", "vip + language:en")
    desk.subscribers("email,tags\nanna@example.com,vips; bakers\n")


def two_tags_that_nobody_has(desk: Desk) -> None:
    desk.head("audience", "walkers + zzz")
    anna = 'anna@example.com,"vips; bakers; Seoul, Mapo"'
    desk.subscribers(f"email,tags\n{anna}\nben@example.com,\n")


def nobody_of_an_audience(desk: Desk) -> None:
    desk.head("audience", "vips + bakers")
    desk.subscribers("email,tags\nanna@example.com,vips\nben@example.com,bakers\n")


CASES: list[Callable[[Desk], None]] = [
    a_very_heavy_mail,
    a_letter_too_long,
    no_site,
    an_old_site,
    a_site_without_the_letter,
    links_to_nothing,
    links_without_https,
    links_to_this_machine,
    links_of_nothing,
    links_that_look_like_others,
    short_links,
    pictures_of_every_fault,
    heavy_pictures,
    a_field_of_no_column,
    fields_without_words,
    fields_without_words_or_a_list,
    fields_that_few_have,
    names_that_more_have_in_another_column,
    fields_that_nobody_has,
    a_list_of_whole_names,
    fields_of_other_programs,
    fields_of_other_programs_in_markdown,
    words_to_be_replaced,
    a_long_subject,
    a_subject_that_answers_nobody,
    a_subject_of_pictograms,
    a_subject_with_an_invisible_sign,
    no_preheader,
    a_preheader_twice,
    a_long_preheader,
    hardly_a_text,
    a_link_less_in_the_text,
    a_line_too_long,
    pale_words,
    pale_words_in_the_dark,
    things_few_programs_know,
    no_sender,
    no_way_out,
    a_way_out_in_one_language,
    an_advertisement_at_night,
    a_sender_of_everybodys,
    a_sender_of_nowhere,
    no_page_to_unsubscribe,
    a_page_to_unsubscribe_without_https,
    nobody_to_write_to,
    a_list_without_its_column,
    a_tag_that_nobody_has,
    two_tags_that_nobody_has,
    nobody_of_an_audience,
]


@pytest.mark.parametrize("spoil", CASES, ids=lambda spoil: spoil.__name__)
def test_says_what_is_wrong(
    spoil: Callable[[Desk], None], each: Desk, golden: Golden
) -> None:
    spoil(each)
    said = each.said()
    assert said
    golden(GOLDEN / each.language / f"{spoil.__name__.replace('_', '-')}.txt", said)


def test_nothing_to_say_of_a_letter_that_is_all_right(each: Desk) -> None:
    assert each.said() == ""
