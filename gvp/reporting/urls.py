from django.urls import URLPattern, URLResolver, path

from gvp.reporting.views import person

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("personas/<uuid:pk>/", person.person, name="person"),
]
