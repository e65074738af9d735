import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('socle', '0003_cadre_et_identite'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AddField(
            model_name='reglagesdusite',
            name='page_pour_proposer',
            field=models.ForeignKey(blank=True, help_text='Offerte quand une recherche ne trouve rien. Vide\xa0: rien n’est offert.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='page pour proposer une structure'),
        ),
    ]
