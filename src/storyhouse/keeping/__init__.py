"""The ledger of asks, kept: who asked, what was said, who was told."""
