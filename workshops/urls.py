from django.urls import URLPattern, URLResolver, path

from workshops.views import cycles, drop_outs, enrolments, matrix, sessions

app_name = "workshops"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ciclos/", cycles.cycles, name="cycles"),
    path("ciclos/nuevo/", cycles.cycle_new, name="cycle_new"),
    path("ciclos/<uuid:pk>/", cycles.cycle, name="cycle"),
    path("ciclos/<uuid:pk>/editar/", cycles.cycle_edit, name="cycle_edit"),
    path("ciclos/<uuid:pk>/modulos/", cycles.modules, name="modules"),
    path("ciclos/<uuid:pk>/modulos/copiar/", cycles.copy_modules, name="copy_modules"),
    path("ciclos/<uuid:pk>/matriz/", matrix.matrix, name="matrix"),
    path("ciclos/<uuid:pk>/inscribir/", enrolments.enrol, name="enrol"),
    path("ciclos/<uuid:pk>/practica/", enrolments.practice, name="practice"),
    path("inscripciones/<uuid:pk>/retirar/", enrolments.withdraw, name="withdraw"),
    path("inscripciones/<uuid:pk>/reincorporar/", enrolments.rejoin, name="rejoin"),
    path("ciclos/<uuid:pk>/sesiones/nueva/", sessions.session_new, name="session_new"),
    path("ciclos/<uuid:pk>/sesiones/serie/", sessions.series, name="series"),
    path("ciclos/<uuid:pk>/sesiones/<uuid:session>/borrar/", sessions.session_delete, name="session_delete"),
    path("sesiones/<uuid:pk>/editar/", sessions.session_edit, name="session_edit"),
    path("sesiones/<uuid:pk>/suspender/", sessions.session_cancel, name="session_cancel"),
    path("sesiones/<uuid:pk>/reponer/", sessions.session_restore, name="session_restore"),
    path("sesiones/<uuid:pk>/reprogramar/", sessions.session_reschedule, name="session_reschedule"),
    path("deserciones/", drop_outs.drop_outs, name="drop_outs"),
]
