"""Fills a database with as many requests as a hospital files in a lifetime, in set-based SQL, to measure with."""
