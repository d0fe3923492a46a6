
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import gvp.documents.fields
import participants.models.instruments
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0003_people_screens'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=30, verbose_name='code')),
                ('version', models.CharField(default='1', max_length=10, verbose_name='version')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=160, verbose_name='name in English')),
                ('intro', models.TextField(blank=True, verbose_name='what is read out before it begins')),
                ('intro_en', models.TextField(blank=True, verbose_name='the same in English')),
                ('top', models.CharField(choices=[('disagree', 'the highest answer disagrees most'), ('agree', 'the highest answer agrees most')], default='disagree', max_length=10, verbose_name='direction of the answers')),
                ('counts_for_change', models.BooleanField(default=False, help_text='One instrument at a time. The others are reported apart and count for no contribution.', verbose_name='decides who shows favourable change')),
                ('in_use', models.BooleanField(default=True, verbose_name='offered to field staff')),
                ('locked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='locked since')),
                ('content_hash', models.CharField(blank=True, default='', editable=False, max_length=64, verbose_name='hash of its content')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'instrument',
                'verbose_name_plural': 'instruments',
                'ordering': ['code', 'version'],
            },
            bases=(participants.models.instruments.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=5, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('route', models.CharField(choices=[('always', 'asked of everybody'), ('partner', 'asked of whoever has a partner'), ('children', 'asked of whoever has daughters or sons')], default='always', max_length=10, verbose_name='asked of')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='participants.instrument', verbose_name='instrument')),
            ],
            options={
                'verbose_name': 'domain',
                'verbose_name_plural': 'domains',
                'ordering': ['instrument', 'order', 'code'],
            },
            bases=(participants.models.instruments.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Band',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('since', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='from index')),
                ('label', models.CharField(max_length=60, verbose_name='name')),
                ('label_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='participants.instrument', verbose_name='instrument')),
            ],
            options={
                'verbose_name': 'band',
                'verbose_name_plural': 'bands',
                'ordering': ['instrument', 'since'],
            },
            bases=(participants.models.instruments.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('round', models.CharField(choices=[('baseline', 'baseline'), ('endline', 'endline'), ('follow_up', 'follow-up')], max_length=10, verbose_name='round')),
                ('date', models.DateField(verbose_name='date')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='answers')),
                ('finished_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='finished at')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='participants.consent', verbose_name='evaluation consent')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='participants.participant', verbose_name='participant')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='participants.instrument', verbose_name='instrument')),
            ],
            options={
                'verbose_name': 'assessment',
                'verbose_name_plural': 'assessments',
                'ordering': ['date', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='AnswerOption',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('value', models.PositiveSmallIntegerField(verbose_name='value')),
                ('label', models.CharField(max_length=60, verbose_name='answer')),
                ('label_en', models.CharField(blank=True, max_length=60, verbose_name='answer in English')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='participants.instrument', verbose_name='instrument')),
            ],
            options={
                'verbose_name': 'answer option',
                'verbose_name_plural': 'answer options',
                'ordering': ['instrument', 'value'],
            },
            bases=(participants.models.instruments.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=10, verbose_name='code')),
                ('text', models.CharField(max_length=300, verbose_name='statement')),
                ('text_en', models.CharField(blank=True, max_length=300, verbose_name='statement in English')),
                ('equitable', models.BooleanField(default=False, verbose_name='agreeing is favourable')),
                ('order', models.PositiveSmallIntegerField(default=1, verbose_name='order')),
                ('domain', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='participants.domain', verbose_name='domain')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'statement',
                'verbose_name_plural': 'statements',
                'ordering': ['domain', 'order', 'code'],
            },
            bases=(participants.models.instruments.Bilingual, models.Model),
        ),
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('founded_on', models.DateField(verbose_name='founded on')),
                ('founding_act', models.CharField(blank=True, help_text='Without it the network does not count as formed.', max_length=80, verbose_name='number of the founding act')),
                ('founding_file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='founding act (scan)')),
                ('coordinator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='coordinated_networks', to='participants.participant', verbose_name='coordinator of the network')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='places.province', verbose_name='province')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'network',
                'verbose_name_plural': 'networks',
                'ordering': ['name', 'code'],
            },
        ),
        migrations.CreateModel(
            name='NetworkMembership',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('joined_on', models.DateField(verbose_name='joined on')),
                ('commitment_on', models.DateField(blank=True, help_text='Without it he does not count as a leader.', null=True, verbose_name='commitment signed on')),
                ('commitment_file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='signed commitment (scan)')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
                ('left_reason', models.CharField(blank=True, max_length=200, verbose_name='why he left')),
                ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='participants.network', verbose_name='network')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='participants.participant', verbose_name='participant')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'member of a network',
                'verbose_name_plural': 'members of networks',
                'ordering': ['network', 'joined_on'],
            },
        ),
        migrations.CreateModel(
            name='ChangeThreshold',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('value', models.DecimalField(decimal_places=9, max_digits=12, verbose_name='threshold')),
                ('n', models.PositiveIntegerField(verbose_name='baselines')),
                ('sd', models.DecimalField(blank=True, decimal_places=9, max_digits=12, null=True, verbose_name='standard deviation')),
                ('frozen_on', models.DateField(verbose_name='frozen on')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='note')),
                ('lifted_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='lifted at')),
                ('lifted_reason', models.CharField(blank=True, max_length=200, verbose_name='why it was lifted')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('domain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thresholds', to='participants.domain', verbose_name='domain')),
            ],
            options={
                'verbose_name': 'change threshold',
                'verbose_name_plural': 'change thresholds',
                'ordering': ['domain', '-frozen_on'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('domain',), name='threshold_frozen_once_at_a_time')],
            },
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.UniqueConstraint(fields=('code', 'version'), name='instrument_version_once'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.UniqueConstraint(condition=models.Q(('counts_for_change', True)), fields=('counts_for_change',), name='one_instrument_decides_change'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('content_hash', ''), ('locked_at__isnull', True)), models.Q(('locked_at__isnull', False), models.Q(('content_hash', ''), _negated=True)), _connector='OR'), name='instrument_locked_with_hash'),
        ),
        migrations.AddConstraint(
            model_name='domain',
            constraint=models.UniqueConstraint(fields=('instrument', 'code'), name='domain_once_in_instrument'),
        ),
        migrations.AddConstraint(
            model_name='band',
            constraint=models.UniqueConstraint(fields=('instrument', 'since'), name='band_once_in_instrument'),
        ),
        migrations.AddConstraint(
            model_name='band',
            constraint=models.CheckConstraint(condition=models.Q(('since__gte', 0), ('since__lte', 100)), name='band_between_0_and_100'),
        ),
        migrations.AddIndex(
            model_name='assessment',
            index=models.Index(fields=['round', 'date'], name='assessment_of_a_round'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('participant', 'instrument', 'round', 'date'), name='assessment_once_a_day_and_round'),
        ),
        migrations.AddConstraint(
            model_name='answeroption',
            constraint=models.UniqueConstraint(fields=('instrument', 'value'), name='option_once_in_instrument'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('domain', 'code'), name='item_once_in_domain'),
        ),
        migrations.AddConstraint(
            model_name='networkmembership',
            constraint=models.UniqueConstraint(fields=('network', 'participant', 'joined_on'), name='joined_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='networkmembership',
            constraint=models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('network', 'participant'), name='member_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='networkmembership',
            constraint=models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='member_left_after_joining'),
        ),
    ]
