"""Breaks as the assembly has them: planner, load and roster on real clocks, and what is kept."""
