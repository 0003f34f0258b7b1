"""The hooks by which django-allauth works as this product wants. They belong to its views: they know HTTP."""
