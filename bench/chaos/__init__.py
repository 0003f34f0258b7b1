"""Signing while the connection is cut, delayed and duplicated, and the server, worker and database are killed at random."""
