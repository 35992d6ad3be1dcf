"""A letter as its readers will see it, on a page for its owner."""
