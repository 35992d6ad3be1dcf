"""What was found, in the form that an owner, an editor or a server reads."""
