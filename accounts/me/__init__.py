"""The own account: name, language, where it is logged in, and what happened to it."""
