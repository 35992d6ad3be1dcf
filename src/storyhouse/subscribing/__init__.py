"""The list of subscribers: who may be written to, and who never again."""
