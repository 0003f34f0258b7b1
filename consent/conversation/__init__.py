"""Desk and requester write to each other about a request; it stays with the request."""
