"""What the numbers of the region say: counts only, never a person."""
