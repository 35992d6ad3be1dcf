"""What the commands about letters and subscribers share: how a no is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from storyhouse.cli.shared import (
    HAS_ERRORS,
    WORDS,
    could_not_run,
    print_pretty,
    told_of,
)
from storyhouse.words import Words, words_for


@contextmanager
def told(root: Path, language: str = "") -> Iterator[Words]:
    """Say in the owner's language what keeps a command from running, and leave."""
    from storyhouse.editing.files import InUseError  # noqa: PLC0415
    from storyhouse.refusing import RefusedError  # noqa: PLC0415
    from storyhouse.sending.opening import NotCheckedError  # noqa: PLC0415

    words = words_for(language) if language else WORDS
    try:
        yield words
    except RefusedError as refused:
        said = [words.say(refused.key, **refused.facts)]
        if refused.help:
            said.append(words.say(f"messages.any.help.{refused.help}", **refused.facts))
        could_not_run(" ".join(said))
    except NotCheckedError as error:
        checked = error.checked
        print_pretty(told_of(root, checked))
        click.echo(words_for(checked.language).say("mailing.not-checked"), err=True)
        raise SystemExit(HAS_ERRORS) from None
    except InUseError:
        could_not_run(words.say("command.ask.in-use"))
    except OSError as error:
        could_not_run(words.say("command.cannot-write", reason=str(error)))
