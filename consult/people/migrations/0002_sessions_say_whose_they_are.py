"""Sessions move into a table that says whose each of them is; nobody is signed out."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations, models


def take_over(apps, schema_editor):
    """Those that no key of today opens are nobody's."""
    store, session = SessionStore(), apps.get_model("people", "Session")
    rows = []
    for row in apps.get_model("sessions", "Session").objects.iterator(chunk_size=1000):
        data = store.decode(row.session_data)
        whose = data.get("_auth_user_id")
        rows.append(
            session(
                session_key=row.session_key,
                session_data=row.session_data,
                expire_date=row.expire_date,
                person_id=int(whose) if whose else None,
            )
        )
    session.objects.bulk_create(rows, batch_size=1000)
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_initial'),
        ('sessions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='erasure',
            name='sessions_gone_at',
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('began_at', models.DateTimeField(help_text='When they signed in.', null=True)),
                ('browser', models.CharField(blank=True, max_length=60)),
                ('person', models.ForeignKey(db_constraint=False, help_text='Without a constraint: a session in which somebody was about to sign in may outlive an account.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
