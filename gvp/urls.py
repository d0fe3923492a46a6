"""Composition: the only place that knows every URL."""

from django.contrib import admin
from django.urls import include, path

from gvp.base.views import healthz, home
from gvp.sync.views import worker

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("sw.js", worker.worker, name="worker"),
    path("app.webmanifest", worker.manifest, name="webmanifest"),
    path("", include("gvp.base.urls")),
    path("cuenta/", include("gvp.accounts.urls")),
    path("documentos/", include("gvp.documents.urls")),
    path("personas/", include("participants.urls")),
    path("talleres/", include("workshops.urls")),
    path("materiales/", include("materials.urls")),
    path("planes/", include("plans.urls")),
    path("informes/", include("gvp.reporting.urls")),
    path("campo/", include("gvp.sync.urls")),
    path("registro/", include("gvp.ops.urls")),
    path("admin/", admin.site.urls),
]
