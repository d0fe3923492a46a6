from django.urls import path

from plans.views import calendar, plans

app_name = "plans"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("calendario/", calendar.calendar_address, name="calendar_address"),
    path("calendario/revocar/", calendar.calendar_revoke, name="calendar_revoke"),
    path("calendario/<str:token>.ics", calendar.calendar, name="calendar"),
    path("<uuid:pk>/", plans.plan, name="plan"),
    path("<uuid:pk>/pdf/", plans.plan_pdf, name="plan_pdf"),
    path("<uuid:pk>/imprimir/", plans.plan_page, name="plan_page"),
]
