"""Background jobs of this stage."""
