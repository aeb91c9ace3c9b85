"""Journeys through the pages in a real browser, over the whole demo."""
