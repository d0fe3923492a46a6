from django.urls import path

from gvp.documents import views

app_name = "documents"
urlpatterns = [path("<str:model>/<uuid:pk>/<slug:field>/", views.document, name="document")]
