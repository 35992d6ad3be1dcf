"""A person's rights: a yes on file, a look at what is held, a way out with its proof."""
