"""The windows of breaks: notice, break, paced breathing, the day and the week."""
