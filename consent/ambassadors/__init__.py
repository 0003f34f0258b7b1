"""The list of social media ambassadors, kept by the desk (G9)."""
