"""Mailing services that a shop has already: a letter in their words, for them to send.

Each module here knows one service: how it writes a field, what of an author's text it
would take for one, how many recipients go into a call. The sources are the services'
own pages, named in each module.
"""

from __future__ import annotations

from collections.abc import Mapping

from storyhouse.sending.engines import buttondown, listmonk, mailgun, postmark, ses
from storyhouse.sending.engines.shape import Engine

#: By the name that an owner gives.
ENGINES: Mapping[str, Engine] = {
    "listmonk": Engine(listmonk.files, listmonk.refused),
    "ses": Engine(ses.files, ses.refused),
    "postmark": Engine(postmark.files, postmark.refused),
    "mailgun": Engine(mailgun.files, mailgun.refused),
    "buttondown": Engine(buttondown.files, buttondown.refused),
}
