"""The API, its document, and the administrators' screens."""
