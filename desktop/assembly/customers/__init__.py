"""Customers as the assembly has them: looked up, written about, followed up, watched."""
