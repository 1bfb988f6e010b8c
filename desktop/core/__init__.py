"""What every part may use: clock, events, results and text. Standard library only."""
