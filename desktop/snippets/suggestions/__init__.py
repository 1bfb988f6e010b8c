"""Snippets that Deskhand suggests: the trigger, the pack, and what is never suggested again."""
