"""The representative's route: the desk, with the data protection officer, opens it for one subject (L3)."""
