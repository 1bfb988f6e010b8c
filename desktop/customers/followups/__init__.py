"""Follow-ups: whom to call or write to again, about what, and when."""
