"""Who the customer is: identify, ask all providers at once, verify, merge into one card."""
