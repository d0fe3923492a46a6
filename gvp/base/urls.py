from django.urls import path

from gvp.base import views

app_name = "base"
urlpatterns = [
    path("ayuda/", views.help_card, name="help_card"),
    path("componentes/", views.gallery, name="gallery"),
    path("idioma/", views.language, name="language"),
]
