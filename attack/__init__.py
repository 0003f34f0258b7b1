"""``make attack``: outsiders' tools read our code and try to break a running demo (docs/security.md)."""
