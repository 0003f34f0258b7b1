"""Tests of the systems around the product."""
