"""Change the owner's files: what stands there stays, to the byte."""
