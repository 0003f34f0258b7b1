"""Django's own backend for PostgreSQL, whose pool lends a connection in fewer steps (decision 0015)."""
