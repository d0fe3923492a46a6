from django.urls import path

from gvp.base import views

app_name = "base"
urlpatterns = [
    path("ayuda/", views.help_card, name="help_card"),
    path("manual/", views.manual, name="manual"),
    path("manual/<slug:slug>/", views.manual, name="manual_chapter"),
    path("componentes/", views.gallery, name="gallery"),
    path("idioma/", views.language, name="language"),
]
