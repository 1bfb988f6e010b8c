"""Signing in with OAuth 2.0: in the browser once, then by tokens that renew each other."""
