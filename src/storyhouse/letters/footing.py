"""The foot of a letter: why it came, who sends it, and the ways out.

Korean law wants sender, contact and a free way out in Korean and in English.
"""

from __future__ import annotations

from storyhouse.letters.addressing import mailto, telephone
from storyhouse.letters.blocks import Anchor, Footing
from storyhouse.model.house import House
from storyhouse.model.issues import Issue
from storyhouse.model.record import Language
from storyhouse.prose.fields import Fields, MergeField
from storyhouse.words import words_for

KOREA = "KR"


def foot(house: House, issue: Issue, fields: Fields) -> tuple[Footing, ...]:
    """The foot in the issue's language, and in Korea in the other as well."""
    own = house.language_of(issue)
    languages = [own]
    if house.shop.country.upper() == KOREA:
        languages += [other for other in Language if other is not own]
    return tuple(_footing(house, language, fields) for language in languages)


def _footing(house: House, language: Language, fields: Fields) -> Footing:
    words, shop = words_for(language), house.shop
    name = shop.newsletter.name if shop.newsletter else shop.name
    return Footing(
        language=language,
        why=words.say("letter.foot.why", newsletter=name, shop=shop.name),
        view=Anchor(words.say("letter.foot.view"), fields.mark(MergeField("view_url"))),
        unsubscribe=Anchor(
            words.say("letter.foot.unsubscribe"),
            fields.mark(MergeField("unsubscribe_url")),
        ),
        sender=_sender(house, language),
    )


def _sender(house: House, language: Language) -> tuple[Anchor, ...]:
    shop, contact = house.shop, house.shop.contact
    lines = [Anchor(shop.name, f"{shop.url}/")]
    if contact.address:
        lines.append(Anchor(contact.address))
    if contact.phone:
        said = words_for(language).say("letter.foot.phone", phone=contact.phone)
        lines.append(Anchor(said, telephone(contact.phone)))
    return (*lines, Anchor(contact.email, mailto(contact.email)))
