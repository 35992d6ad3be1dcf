"""From a checked house and an issue to a letter: MJML, HTML, text, mail."""

from __future__ import annotations

from storyhouse.letters.build import files_of, render, sample_values
from storyhouse.letters.letter import Letter
from storyhouse.letters.message import message

__all__ = ["Letter", "files_of", "message", "render", "sample_values"]
