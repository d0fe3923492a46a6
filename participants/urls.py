from django.urls import URLPattern, URLResolver, path

from participants.views import assessing, assessments, consents, listing, merging, people

app_name = "participants"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.people, name="list"),
    path("registrar/", people.register, name="register"),
    path("parecidas/", people.find_similar, name="similar"),
    path("repetidas/", merging.duplicates, name="duplicates"),
    path("repetidas/<uuid:pk>/<uuid:other>/", merging.merge, name="merge"),
    path("repetidas/<uuid:pk>/<uuid:other>/distintas/", merging.two_people, name="two_people"),
    path("fusiones/<uuid:pk>/deshacer/", merging.unmerge, name="unmerge"),
    path("consentimientos/<uuid:pk>/revocar/", consents.revoke, name="revoke"),
    path("consentimientos/<uuid:pk>/restituir/", consents.reinstate, name="reinstate"),
    path("fichas/<uuid:pk>/", assessing.assessment, name="assessment"),
    path("fichas/<uuid:pk>/frase/<str:code>/", assessing.statement, name="statement"),
    path("fichas/<uuid:pk>/fin/", assessing.assessment_done, name="assessment_done"),
    path("fichas/<uuid:pk>/reabrir/", assessments.reopen, name="assessment_reopen"),
    path("fichas/<uuid:pk>/retirar/", assessments.withdraw, name="assessment_withdraw"),
    path("ficha/", assessing.assess_away, name="assess_away"),
    path("<uuid:pk>/ficha/", assessing.assess, name="assess"),
    path("<uuid:pk>/fichas/", assessments.assessments, name="assessments"),
    path("<uuid:pk>/editar/", people.edit, name="edit"),
    path("<uuid:pk>/consentimientos/", consents.consents, name="consents"),
    path("<uuid:pk>/mostrar/", people.reveal, name="reveal"),
]
