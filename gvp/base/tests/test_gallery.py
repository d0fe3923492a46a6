import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_an_administrator_sees_every_component(world, login):
    page = login(world.users["administrator"]).get(reverse("base:gallery"))
    assert page.status_code == 200
    assert page.templates[0].name == "base/gallery.html"


@pytest.mark.parametrize("role", ["field", "monitoring", "donor"])
def test_others_do_not(role, world, login):
    assert login(world.users[role]).get(reverse("base:gallery")).status_code == 403


def test_a_field_marks_what_is_optional_and_ties_help_and_error_to_the_control(world, login):
    page = login(world.users["administrator"]).get(reverse("base:gallery")).content.decode()
    assert '<span class="optional">(opcional)</span>' in page
    assert 'aria-describedby="bad_text_helptext bad_text_error"' in page
    assert '<ul class="errorlist" id="bad_text_error">' in page


def test_several_controls_of_one_question_are_a_fieldset(world, login):
    page = login(world.users["administrator"]).get(reverse("base:gallery")).content.decode()
    assert page.count('<fieldset class="field') == 4


def test_the_error_summary_leads_to_each_field(world, login):
    page = login(world.users["administrator"]).get(reverse("base:gallery")).content.decode()
    summary = page[page.index('id="error-summary"') : page.index("</div>", page.index('id="error-summary"'))]
    assert summary.count('<a href="#bad_') == 7
