"""Breaks and the stress load: when to rest, how heavy the shift is, and what the law asks for.

Pure and without windows: the planner is driven by a clock that is passed in.
"""
