"""Contacts that the product names on its pages and forms (G11, G12). Editable data."""

from django.db import models


class Contact(models.Model):
    """One place to turn to."""

    key = models.SlugField(unique=True)
    name_en = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120)
    purpose_en = models.CharField(max_length=200, blank=True)
    purpose_nl = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    mail = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.key
