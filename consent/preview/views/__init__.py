"""Pages of the preview stage, by who sees them."""
