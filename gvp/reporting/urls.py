from django.urls import URLPattern, URLResolver, path

from gvp.reporting.views import board, contribution, counted, excel, indicator, map, person, report, targets, worklist

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("informe/", report.report, name="report"),
    path("informe/pdf/", report.report_pdf, name="report_pdf"),
    path("informe/pagina/", report.report_page, name="report_page"),
    path("tablero/", board.board, name="board"),
    path("contribuciones/<int:number>/", contribution.contribution, name="contribution"),
    path("mapa/", map.district_map, name="map"),
    path("trabajo/", worklist.worklist, name="worklist"),
    path("procesos/", board.process, name="process"),
    path("indicadores/<str:code>/", indicator.indicator, name="indicator"),
    path("indicadores/<str:code>/lista/", counted.people_counted, name="people_counted"),
    path("metas/", targets.targets, name="targets"),
    path("metas/nueva/", targets.target_new, name="target_new"),
    path("metas/<uuid:pk>/", targets.target_edit, name="target_edit"),
    path("metas/<uuid:pk>/retirar/", targets.target_remove, name="target_remove"),
    path("excel/", excel.excel, name="excel"),
    path("personas/<uuid:pk>/", person.person, name="person"),
]
