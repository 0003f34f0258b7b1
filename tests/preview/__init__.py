"""The preview stage."""
