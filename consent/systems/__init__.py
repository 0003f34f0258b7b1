"""The systems around the product: a token each, a read-only API for them, and webhooks that tell them what happened."""
