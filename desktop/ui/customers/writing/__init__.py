"""Writing from the sidebar: notes, messages, statuses, what waits, and forgetting."""
