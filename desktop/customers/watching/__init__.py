"""The watch list: customers and tickets of whom the agent wants to hear when something changes."""
