"""When a break is due, and what becomes of it. Pure: no clock, no files, no windows."""
