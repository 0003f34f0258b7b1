"""The preview stage: what people asked to see before it is published, and what they say of it."""
