from django.urls import URLPattern, URLResolver, path

from materials.views import act, catalogue, handing, making

app_name = "materials"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", catalogue.catalogue, name="catalogue"),
    path("nuevo/", making.material_new, name="material_new"),
    path("<uuid:pk>/", catalogue.material, name="material"),
    path("<uuid:pk>/historial/", catalogue.history, name="history"),
    path("<uuid:pk>/editar/", making.material_edit, name="material_edit"),
    path("<uuid:pk>/borrar/", making.material_delete, name="material_delete"),
    path("<uuid:pk>/version-final/", making.final, name="final"),
    path("<uuid:pk>/version-final/deshacer/", making.final_undo, name="final_undo"),
    path("<uuid:pk>/ediciones/nueva/", making.edition_new, name="edition_new"),
    path("<uuid:pk>/ediciones/<uuid:row>/borrar/", making.edition_delete, name="edition_delete"),
    path("ediciones/<uuid:pk>/editar/", making.edition_edit, name="edition_edit"),
    path("<uuid:pk>/archivos/nuevo/", making.file_new, name="file_new"),
    path("<uuid:pk>/archivos/<uuid:row>/borrar/", making.file_delete, name="file_delete"),
    path("archivos/<uuid:pk>/editar/", making.file_edit, name="file_edit"),
    path("<uuid:pk>/difusiones/nueva/", handing.dissemination_new, name="dissemination_new"),
    path("<uuid:pk>/difusiones/<uuid:row>/borrar/", handing.dissemination_delete, name="dissemination_delete"),
    path("difusiones/<uuid:pk>/editar/", handing.dissemination_edit, name="dissemination_edit"),
    path("<uuid:pk>/transferencias/nueva/", handing.transfer_new, name="transfer_new"),
    path("transferencias/<uuid:pk>/editar/", handing.transfer_edit, name="transfer_edit"),
    path("<uuid:pk>/transferencias/<uuid:row>/borrar/", handing.transfer_undo, name="transfer_undo"),
    path("transferencias/<uuid:pk>/acta/", act.act, name="transfer_act"),
    path("transferencias/<uuid:pk>/acta/imprimir/", act.act_page, name="transfer_act_page"),
]
