"""The systems around the product: a token each, and a read-only API for them (issue 6, item 9)."""
