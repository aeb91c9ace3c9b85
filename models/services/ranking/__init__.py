"""Ranking from the people and openings of the moment."""
