from django.urls import path

from gvp.base import views

app_name = "base"
urlpatterns = [
    path("ayuda/", views.help_card, name="help_card"),
    path("idioma/", views.language, name="language"),
]
