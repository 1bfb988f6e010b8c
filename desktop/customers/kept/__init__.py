"""What is kept about customers until it is done, encrypted: notes not sent yet, follow-ups."""
