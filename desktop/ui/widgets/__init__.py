"""Theme and shared parts."""
