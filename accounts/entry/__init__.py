"""The door: signing up, and the pages around django-allauth's own."""
