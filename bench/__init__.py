"""Measure storyhouse beside Hugo and Material for MkDocs: `python -m bench`."""
