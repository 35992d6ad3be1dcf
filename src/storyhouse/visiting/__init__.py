"""What neighbours wrote last, brought home from their feeds; none of it trusted."""
