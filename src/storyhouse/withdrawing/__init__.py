"""A person's rights: a yes on file, what is held, a way out with its proof."""
