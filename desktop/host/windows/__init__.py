"""Windows: what is not there yet says so in ``doctor``."""
