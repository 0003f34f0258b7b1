"""How the desk divides its work: giving a request to a colleague, saved views, reminders for many requests at once."""
