"""What the shop wrote, as HTML for both outputs, as plain text, and as words in it."""
