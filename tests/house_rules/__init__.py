"""Tests of what the desk sets itself."""
