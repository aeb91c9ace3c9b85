"""Vacancies: taken in, posted and corrected, listed, and held against the people who could take them."""
