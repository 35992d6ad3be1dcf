"""Storyhouse turns a shop's stories into a community site and a letter."""

__version__ = "0.1.0"
