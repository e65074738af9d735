from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annuaire", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="d_un_import",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
