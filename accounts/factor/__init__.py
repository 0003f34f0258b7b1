"""The second step of logging in: pages and forms around django-allauth's. What they change: ``accounts.factors``."""
