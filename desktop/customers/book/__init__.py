"""The customer book: lists of customers on this machine, encrypted with a key from the keyring."""
