"""Changing packs in their files: what an edit does not touch stays as it is, to the letter."""
