"""`python -m storyhouse` is `storyhouse`."""

from __future__ import annotations

from storyhouse.cli import main

if __name__ == "__main__":
    main()
