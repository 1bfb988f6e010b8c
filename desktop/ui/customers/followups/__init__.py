"""Follow-ups and the watch list: their form, their window, what is due."""
