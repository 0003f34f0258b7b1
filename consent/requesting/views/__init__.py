"""Views of the requesting stage: thin, one operation each."""
