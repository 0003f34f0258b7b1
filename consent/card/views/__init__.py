"""Views of the card: who scans it, whose it is, and the desk."""
