"""Every edge: command line, pages, clock, settings."""
