"""A person asks for their own data, for a correction, or for erasure (AVG, articles 15 to 21): each with its clock."""
