
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import gvp.documents.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('materials', '0001_initial'),
        ('partners', '0001_initial'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='material',
            name='institutions',
            field=models.ManyToManyField(blank=True, related_name='materials_made', to='partners.institution', verbose_name='institutions that made it with us'),
        ),
        migrations.AddField(
            model_name='material',
            name='language',
            field=models.CharField(blank=True, choices=[('es', 'Spanish'), ('qu', 'Quechua'), ('other', 'other')], max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='material',
            name='mens_groups',
            field=models.ManyToManyField(blank=True, limit_choices_to={'kind': 'mens_group'}, related_name='materials_made_as_group', to='partners.institution', verbose_name="men's groups that made it with us"),
        ),
        migrations.AddField(
            model_name='material',
            name='note',
            field=models.CharField(blank=True, max_length=400, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='material',
            name='final_on',
            field=models.DateField(blank=True, help_text='Empty: still being made; it does not count yet.', null=True, verbose_name='final version on'),
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='edition')),
                ('language', models.CharField(choices=[('es', 'Spanish'), ('qu', 'Quechua'), ('other', 'other')], default='es', max_length=10, verbose_name='language')),
                ('published_on', models.DateField(verbose_name='published on')),
                ('copies', models.PositiveIntegerField(blank=True, help_text='Empty: copied freely, as a video or a spot.', null=True, verbose_name='copies (print run)')),
                ('format', models.CharField(blank=True, max_length=80, verbose_name='format')),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='materials.material', verbose_name='material')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'ordering': ['material', 'number', 'language'],
            },
        ),
        migrations.CreateModel(
            name='MaterialFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('label', models.CharField(max_length=120, verbose_name='what it is')),
                ('file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='file')),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='files', to='materials.edition', verbose_name='edition')),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='materials.material', verbose_name='material')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'file of a material',
                'verbose_name_plural': 'files of materials',
                'ordering': ['material', 'label'],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                ('date', models.DateField(verbose_name='date')),
                ('format', models.CharField(blank=True, max_length=80, verbose_name='format')),
                ('copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies')),
                ('receiver', models.CharField(blank=True, max_length=160, verbose_name='who received it')),
                ('receiver_role', models.CharField(blank=True, max_length=120, verbose_name='office of the receiver')),
                ('act_number', models.CharField(blank=True, max_length=80, verbose_name='number of the hand-over act')),
                ('act_file', gvp.documents.fields.DocumentField(blank=True, help_text='JPEG, PNG, WebP or PDF, up to 10 MB.', upload_to='documents/%Y/%m', verbose_name='hand-over act (scan)')),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='materials.edition', verbose_name='edition')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='partners.institution', verbose_name='receiving institution')),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='materials.material', verbose_name='material')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'transfer',
                'verbose_name_plural': 'transfers',
                'ordering': ['-date', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Dissemination',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded at')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('channel', models.CharField(choices=[('radio', 'radio'), ('television', 'television'), ('loudspeaker', 'community loudspeaker'), ('social_media', 'social media'), ('fair', 'fair'), ('screening', 'screening'), ('other', 'other')], max_length=20, verbose_name='channel')),
                ('airings', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='airings')),
                ('reach', models.PositiveIntegerField(blank=True, null=True, verbose_name='people reached (estimate)')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='basis of the estimate')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.district', verbose_name='district')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.institution', verbose_name='radio station or institution')),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disseminations', to='materials.material', verbose_name='material')),
                ('recorded_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
            ],
            options={
                'verbose_name': 'dissemination',
                'verbose_name_plural': 'disseminations',
                'ordering': ['-since', 'material'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='dissemination_ends_after_start')],
            },
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(fields=('material', 'number', 'language'), name='edition_once_in_a_language'),
        ),
    ]
