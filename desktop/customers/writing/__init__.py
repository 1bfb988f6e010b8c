"""What the agent writes about a customer: notes, log entries, statuses; each sent once."""
