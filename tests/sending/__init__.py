"""Tests of sending: merging, signing, and what goes out."""
