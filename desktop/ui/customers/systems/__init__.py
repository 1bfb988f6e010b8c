"""The window of customers' systems: sign-ins, keys, and lists for the customer book."""
