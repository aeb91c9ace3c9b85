"""What comes from outside, read into checked drafts: NAV's documents, tables, files."""
