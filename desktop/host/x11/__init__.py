"""X11: keys by RECORD and XTEST, selections on a connection of their own."""
