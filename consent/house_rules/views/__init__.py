"""The desk's screens of its house rules."""
