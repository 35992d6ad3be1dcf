"""What would keep a letter from arriving well: found before it is sent."""
