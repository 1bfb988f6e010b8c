"""Snippets of other programs, taken over with a report; each format is one file here."""
