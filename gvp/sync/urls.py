from django.urls import URLPattern, URLResolver, path

from gvp.sync.views import greeting, prepare, shell

app_name = "sync"
urlpatterns: list[URLPattern | URLResolver] = [
    path("telefono/", shell.phone, name="phone"),
    path("rescate/", shell.rescue, name="rescue"),
    path("entregar/", shell.hand_in, name="hand_in"),
    path("salida/", prepare.prepare, name="prepare"),
    path("salida/lista/", prepare.prepared, name="prepared"),
    path("saludo/", greeting.greeting, name="greeting"),
]
