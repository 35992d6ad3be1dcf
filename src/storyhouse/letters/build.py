"""From an issue to a letter, and from a letter to its files."""

from __future__ import annotations

import html
import json
from dataclasses import replace

from storyhouse.diagnostics import Diagnostic, errors_in
from storyhouse.letters import kept, limits
from storyhouse.letters.compose import Composer
from storyhouse.letters.envelope import Envelope, envelope
from storyhouse.letters.letter import Letter
from storyhouse.letters.message import message
from storyhouse.letters.personal import Personal, longest
from storyhouse.letters.press import PressError, missing, press
from storyhouse.letters.report import report
from storyhouse.letters.text import as_text
from storyhouse.model.house import CheckedHouse
from storyhouse.model.issues import Issue
from storyhouse.model.record import Language
from storyhouse.prose.fields import filled, written
from storyhouse.words import words_for


def render(house: CheckedHouse, issue: Issue) -> tuple[Letter | None, list[Diagnostic]]:
    """The issue as a letter, and what is wrong with it; no letter with an error."""
    own = Personal(house, issue)
    composer = Composer(house, issue, personal=own)
    sheet = composer.sheet()
    try:
        pressed = press(house.theme, sheet, composer.plain_subject())
        findings = [*missing(house.theme, sheet, pressed.html)]
    except PressError as error:
        return None, error.diagnostics
    if findings:
        sheet = replace(sheet, yours=None)
    fields, outside = composer.fields, envelope(house, issue)
    markup = fields.split(pressed.html)
    sample = filled(markup, sample_values(outside, sheet.language), html.escape)
    most = html.escape(longest(markup, own))
    findings += limits.of_size(issue, len(f"{sample}{most}".encode()))
    findings += kept.check(house, issue, sheet, sample)
    letter = Letter(
        id=issue.id,
        language=sheet.language,
        envelope=outside,
        subject=fields.split(sheet.subject),
        preheader=fields.split(sheet.preheader),
        html=markup,
        text=fields.split(as_text(sheet)),
        mjml=pressed.mjml,
        report=report(house, issue, sheet, sample, fields),
    )
    return (None if errors_in(findings) else letter), findings


def sample_values(envelope: Envelope, language: Language) -> dict[str, str]:
    """What an example subscriber's fields hold."""
    words = words_for(language)
    name = words.say("letter.sample.name")
    return {
        "first_name": name,
        "name": name,
        "email": words.say("letter.sample.address"),
        "view_url": envelope.view_url,
        "unsubscribe_url": envelope.unsubscribe_url or envelope.unsubscribe_mail,
    }


def files_of(letter: Letter) -> dict[str, bytes]:
    """The letter's files: with its fields as they were written, and a filled sample."""
    values = sample_values(letter.envelope, letter.language)
    report_ = json.dumps(letter.report, ensure_ascii=False, indent=2, sort_keys=True)
    return {
        "letter.mjml": letter.mjml.encode(),
        "letter.html": written(letter.html, html.escape).encode(),
        "letter.txt": written(letter.text).encode(),
        "letter.eml": message(letter, values["email"], values),
        "report.json": f"{report_}\n".encode(),
    }
