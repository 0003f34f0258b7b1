"""Paper: templates become PDFs. Below the stages, since the archive and the signing stage both print."""

SEAL_FIELD = "Seal"
"""The name of the place in each PDF where the archive's seal goes."""
