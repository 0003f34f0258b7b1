"""Pages of the wording stage: only the desk finds them."""
