from django.urls import path

from gvp.ops import views

app_name = "ops"
urlpatterns = [
    path("importar/", views.import_register, name="import_register"),
    path("importar/confirmar/", views.confirm_import, name="confirm_import"),
    path("importar/descartar/", views.discard_import, name="discard_import"),
    path("exportar/", views.export_register, name="export_register"),
]
