"""Storyhouse turns a shop's stories into a community site and a letter."""
