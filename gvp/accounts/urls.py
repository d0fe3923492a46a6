from django.urls import URLPattern, URLResolver, path

from gvp.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("entrar/", views.Login.as_view(), name="login"),
    path("salir/", views.Logout.as_view(), name="logout"),
    path("clave/", views.PasswordChange.as_view(), name="password"),
]
