"""Pages about people. Who may not manage people or invite does not find them."""
