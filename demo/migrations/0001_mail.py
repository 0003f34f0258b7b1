"""The mailbox of the demo."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('sender', models.CharField(max_length=320)),
                ('recipients', models.TextField()),
                ('subject', models.CharField(max_length=400)),
                ('text', models.TextField()),
                ('html', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('-sent_at', '-pk'),
            },
        ),
    ]
