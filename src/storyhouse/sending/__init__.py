"""From a letter and the list to mail in people's hands, each of them once."""
