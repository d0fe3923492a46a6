from django.urls import URLPattern, URLResolver, path

from gvp.sync.views import greeting, prepare

app_name = "sync"
urlpatterns: list[URLPattern | URLResolver] = [
    path("salida/", prepare.prepare, name="prepare"),
    path("salida/lista/", prepare.prepared, name="prepared"),
    path("saludo/", greeting.greeting, name="greeting"),
]
