from django.db import migrations

from ..models.counting import count_from_now_on


class Migration(migrations.Migration):
    dependencies = [("consult", "0004_figures_are_kept")]

    operations = [count_from_now_on()]
