
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import gvp.documents.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0004_instruments_assessments_networks'),
        ('partners', '0001_initial'),
        ('places', '0001_initial'),
        ('workshops', '0002_attendance_of_a_person_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ActionLeader',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant', verbose_name='participant')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'leader of an action',
                'verbose_name_plural': 'leaders of actions',
            },
        ),
        migrations.CreateModel(
            name='NetworkAction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('date', models.DateField(verbose_name='date')),
                ('kind', models.CharField(choices=[('talk', 'talk'), ('visit', 'visit'), ('radio', 'radio programme'), ('assembly', 'community assembly'), ('fair', 'fair'), ('accompaniment', 'accompaniment'), ('coordination', 'coordination with institutions')], max_length=20, verbose_name='kind')),
                ('message', models.CharField(blank=True, max_length=300, verbose_name='key message')),
                ('women', models.PositiveIntegerField(default=0, verbose_name='women reached (estimate)')),
                ('men', models.PositiveIntegerField(default=0, verbose_name='men reached (estimate)')),
                ('adolescents', models.PositiveIntegerField(default=0, verbose_name='adolescents reached (estimate)')),
                ('evidence', models.CharField(blank=True, max_length=200, verbose_name='evidence')),
                ('evidence_file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='evidence (photo or scan)')),
                ('validated', models.BooleanField(default=False, verbose_name='validated')),
                ('validated_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='validated at')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.community', verbose_name='community')),
                ('leaders', models.ManyToManyField(related_name='network_actions', through='workshops.ActionLeader', to='participants.participant', verbose_name='leaders who led it')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='participants.network', verbose_name='network')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('validated_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='validated by')),
            ],
            options={
                'verbose_name': 'network action',
                'verbose_name_plural': 'network actions',
                'ordering': ['-date', 'code'],
            },
        ),
        migrations.AddField(
            model_name='actionleader',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='led_by', to='workshops.networkaction', verbose_name='network action'),
        ),
        migrations.CreateModel(
            name='Replication',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('date', models.DateField(verbose_name='date')),
                ('grade', models.CharField(max_length=10, verbose_name='grade')),
                ('section', models.CharField(max_length=10, verbose_name='section')),
                ('module', models.CharField(blank=True, max_length=160, verbose_name='module')),
                ('minutes', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='minutes')),
                ('responsible', models.CharField(blank=True, max_length=120, verbose_name='responsible adult')),
                ('women', models.PositiveSmallIntegerField(default=0, verbose_name='girls reached')),
                ('men', models.PositiveSmallIntegerField(default=0, verbose_name='boys reached')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replications', to='partners.institution', verbose_name='school')),
            ],
            options={
                'verbose_name': 'replication',
                'verbose_name_plural': 'replications',
                'ordering': ['-date', 'code'],
            },
        ),
        migrations.CreateModel(
            name='ReplicationLeader',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='participants.participant', verbose_name='participant')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('replication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='led_by', to='workshops.replication', verbose_name='replication')),
            ],
            options={
                'verbose_name': 'leader of a replication',
                'verbose_name_plural': 'leaders of replications',
            },
        ),
        migrations.AddField(
            model_name='replication',
            name='leaders',
            field=models.ManyToManyField(related_name='replications', through='workshops.ReplicationLeader', to='participants.participant', verbose_name='school leaders'),
        ),
        migrations.AddConstraint(
            model_name='networkaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('validated_at__isnull', True), ('validated_by__isnull', True)), models.Q(('validated', True), ('validated_at__isnull', False), ('validated_by__isnull', False)), _connector='OR'), name='action_validated_by_and_at'),
        ),
        migrations.AddConstraint(
            model_name='networkaction',
            constraint=models.CheckConstraint(condition=models.Q(('validated_by__isnull', True), ('recorded_by__isnull', True), models.Q(('validated_by', models.F('recorded_by')), _negated=True), _connector='OR'), name='action_validated_by_another'),
        ),
        migrations.AddConstraint(
            model_name='actionleader',
            constraint=models.UniqueConstraint(fields=('action', 'participant'), name='leads_an_action_once'),
        ),
        migrations.AddConstraint(
            model_name='replicationleader',
            constraint=models.UniqueConstraint(fields=('replication', 'participant'), name='leads_a_replication_once'),
        ),
    ]
