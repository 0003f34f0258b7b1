"""One open invitation for each address."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_counted")]

    operations = [
        migrations.AddConstraint(
            model_name="invite",
            constraint=models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                name="invite_once_per_address",
            ),
        ),
    ]
