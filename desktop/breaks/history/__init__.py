"""What the breaks keep of the past, on this machine only: times, outcomes, taps and the load."""
