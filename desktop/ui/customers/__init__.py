"""The windows of customers: the sidebar with its card and its timeline."""
