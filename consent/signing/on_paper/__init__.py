"""Consent on paper: a form to print, and a signed one that the desk registers with its scan."""
