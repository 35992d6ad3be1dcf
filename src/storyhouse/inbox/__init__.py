"""What comes back: bounces, ways out by mail, and answers."""
