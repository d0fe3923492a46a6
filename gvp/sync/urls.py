from django.urls import URLPattern, URLResolver, path

from gvp.sync.views import arrived, devices, file, greeting, prepare, review, shell, take

app_name = "sync"
urlpatterns: list[URLPattern | URLResolver] = [
    path("telefono/", shell.phone, name="phone"),
    path("rescate/", shell.rescue, name="rescue"),
    path("entregar/", shell.hand_in, name="hand_in"),
    path("salida/", prepare.prepare, name="prepare"),
    path("salida/lista/", prepare.prepared, name="prepared"),
    path("por-revisar/", review.review, name="review"),
    path("por-revisar/decididas/", review.decided, name="decided"),
    path("por-revisar/<uuid:pk>/", review.decide, name="decide"),
    path("por-revisar/<uuid:pk>/deshacer/", review.undecide, name="undecide"),
    path("por-revisar/desacuerdos/<uuid:pk>/", review.decide_dispute, name="decide_dispute"),
    path("por-revisar/desacuerdos/<uuid:pk>/deshacer/", review.undecide_dispute, name="undecide_dispute"),
    path("telefonos/", devices.devices, name="devices"),
    path("telefonos/<uuid:pk>/revocar/", devices.revoke, name="revoke_device"),
    path("telefonos/<uuid:pk>/restituir/", devices.restore, name="restore_device"),
    path("llegadas/", arrived.arrived, name="arrived"),
    path("saludo/", greeting.greeting, name="greeting"),
    path("envios/", take.receive, name="take"),
    path("archivo/", file.file, name="file"),
]
