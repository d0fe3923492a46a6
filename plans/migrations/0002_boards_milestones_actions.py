
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import gvp.documents.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0001_initial'),
        ('places', '0001_initial'),
        ('plans', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='board',
            name='quorum',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Institutions that must be present for a valid meeting.', null=True, verbose_name='quorum'),
        ),
        migrations.AddField(
            model_name='plan',
            name='replaces',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='plans.plan', verbose_name='replaces the plan'),
        ),
        migrations.CreateModel(
            name='BoardMember',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('sector', models.CharField(choices=[('municipality', 'provincial municipality'), ('district', 'district municipality'), ('education', 'education (UGEL)'), ('health', 'health'), ('police', 'police (PNP)'), ('prosecutor', 'public prosecutor'), ('judiciary', 'judiciary, justice of the peace'), ('cem', "CEM (Women's Emergency Centre)"), ('subprefecture', 'sub-prefecture'), ('demuna', 'DEMUNA (municipal child defence office)'), ('community', 'peasant community'), ('patrol', 'peasant patrol'), ('women', "women's organisation"), ('men', "men's organisation, leader network"), ('ngo', 'NGO'), ('church', 'church'), ('media', 'media'), ('academia', 'academia'), ('company', 'company')], max_length=20, verbose_name='sector')),
                ('titular', models.CharField(blank=True, max_length=160, verbose_name='titular member')),
                ('alternate', models.CharField(blank=True, max_length=160, verbose_name='alternate member')),
                ('contact', models.CharField(blank=True, max_length=120, verbose_name='official contact')),
                ('credential', models.CharField(blank=True, max_length=120, verbose_name='credential document')),
                ('credential_file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='credential (scan)')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='plans.board', verbose_name='board')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.institution', verbose_name='institution')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'member of a board',
                'verbose_name_plural': 'members of boards',
                'ordering': ['board', 'sector', 'since'],
            },
        ),
        migrations.CreateModel(
            name='BoardMeeting',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('date', models.DateField(verbose_name='date')),
                ('minutes_number', models.CharField(blank=True, max_length=80, verbose_name='number of the minutes')),
                ('minutes_file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='minutes (scan)')),
                ('subject', models.CharField(blank=True, max_length=240, verbose_name='subject')),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='plans.board', verbose_name='board')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('present', models.ManyToManyField(blank=True, related_name='meetings', to='plans.boardmember', verbose_name='members present')),
            ],
            options={
                'verbose_name': 'board meeting',
                'verbose_name_plural': 'board meetings',
                'ordering': ['-date'],
            },
        ),
        migrations.CreateModel(
            name='CalendarToken',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='revoked at')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user')),
            ],
            options={
                'verbose_name': 'calendar address',
                'verbose_name_plural': 'calendar addresses',
                'ordering': ['-recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='MayoralTerm',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(verbose_name='until')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mayoral_terms', to='places.province', verbose_name='province')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'term of a mayor',
                'verbose_name_plural': 'terms of mayors',
                'ordering': ['province', '-since'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('state', models.CharField(choices=[('convened', 'convened'), ('diagnosis', 'diagnosis'), ('drafting', 'in drafting'), ('validated', 'validated by the board'), ('submitted', 'submitted'), ('under_review', 'under technical and legal review'), ('returned', 'returned with observations'), ('with_opinion', 'with committee opinion'), ('approved', 'approved'), ('not_approved', 'not approved'), ('published', 'published'), ('recognised', 'recognised'), ('implementing', 'in implementation'), ('evaluating', 'under evaluation'), ('completed', 'completed'), ('superseded', 'superseded'), ('repealed', 'repealed'), ('archived', 'archived'), ('ratified', 'ratified (new authorities)')], max_length=20, verbose_name='state')),
                ('date', models.DateField(verbose_name='date of the act')),
                ('document', models.CharField(blank=True, max_length=80, verbose_name='kind of document')),
                ('number', models.CharField(blank=True, max_length=120, verbose_name='number of the document')),
                ('file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='document (scan)')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='note')),
                ('undone_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='undone at')),
                ('undone_reason', models.CharField(blank=True, editable=False, max_length=200, verbose_name='why it was undone')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='plans.plan', verbose_name='plan')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
                'ordering': ['plan', 'date', 'recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='PlanAction',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('text', models.CharField(max_length=400, verbose_name='action')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='target')),
                ('unit', models.CharField(blank=True, max_length=60, verbose_name='unit')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('original_deadline', models.DateField(verbose_name='original deadline')),
                ('deadline', models.DateField(verbose_name='current deadline')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('running', 'in progress'), ('done', 'done'), ('partly_done', 'partly done'), ('rescheduled', 'rescheduled'), ('cancelled', 'cancelled')], default='planned', max_length=20, verbose_name='state')),
                ('progress', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='progress (%)')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                ('cancellation_act', models.CharField(blank=True, max_length=120, verbose_name='board act of the cancellation')),
                ('budget', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='budget (S/)')),
                ('source', models.CharField(blank=True, choices=[('pia', 'PIA (opening budget)'), ('poi', 'POI (operating plan)'), ('donor', 'donor'), ('none', 'no budget')], max_length=10, verbose_name='source of the budget')),
                ('co_responsible', models.ManyToManyField(blank=True, related_name='+', to='partners.institution', verbose_name='co-responsible institutions')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='plans.plan', verbose_name='plan')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.institution', verbose_name='responsible institution')),
            ],
            options={
                'verbose_name': 'plan action',
                'verbose_name_plural': 'plan actions',
                'ordering': ['plan', 'goal', 'code'],
            },
        ),
        migrations.CreateModel(
            name='ActionEvidence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('date', models.DateField(verbose_name='date')),
                ('label', models.CharField(max_length=160, verbose_name='what it shows')),
                ('file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='document (scan or photo)')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='plans.planaction', verbose_name='plan action')),
            ],
            options={
                'verbose_name': 'evidence of an action',
                'verbose_name_plural': 'evidence of actions',
                'ordering': ['action', 'date'],
            },
        ),
        migrations.CreateModel(
            name='PlanGoal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('text', models.CharField(blank=True, max_length=400, verbose_name='strategic objective')),
                ('strand', models.CharField(blank=True, choices=[('culture', 'sociocultural change'), ('services', 'better and wider services'), ('governance', 'governance')], max_length=20, verbose_name='strand')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='plans.plan', verbose_name='plan')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'strategic objective',
                'verbose_name_plural': 'strategic objectives',
                'ordering': ['plan', 'code'],
            },
        ),
        migrations.AddField(
            model_name='planaction',
            name='goal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='plans.plangoal', verbose_name='strategic objective'),
        ),
        migrations.AddConstraint(
            model_name='boardmember',
            constraint=models.UniqueConstraint(fields=('board', 'institution', 'since'), name='board_member_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='boardmember',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='board_member_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='boardmeeting',
            constraint=models.UniqueConstraint(fields=('board', 'date'), name='board_meets_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='mayoralterm',
            constraint=models.UniqueConstraint(fields=('province', 'since'), name='mayoral_term_once'),
        ),
        migrations.AddConstraint(
            model_name='mayoralterm',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='mayoral_term_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('plan', 'state', 'date'), name='milestone_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='plangoal',
            constraint=models.UniqueConstraint(fields=('plan', 'code'), name='goal_once_in_plan'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('done_on__isnull', False), _connector='OR'), name='action_done_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('deadline__gte', models.F('starts_on')), _connector='OR'), name='action_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='planaction',
            constraint=models.CheckConstraint(condition=models.Q(('progress__lte', 100)), name='action_progress_up_to_100'),
        ),
    ]
