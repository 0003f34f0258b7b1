"""People: who has an account, as what; inviting, changing roles, closing accounts. For the desk and administrators."""
