"""What the owner sees of what was given: for each letter, and over twelve months."""
