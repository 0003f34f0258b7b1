"""Figures for the desk: how many, how fast, how often no; never about one person."""
