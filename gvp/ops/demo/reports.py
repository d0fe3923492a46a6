"""A report of the demonstration being written: its texts are there, two deviations still want an explanation."""

import datetime as dt

from gvp.accounts.models import User
from gvp.reporting.models import Report, ReportTexts

TEXTS = {
    "summary_1": "Doscientos hombres de comunidades rurales viven hoy su masculinidad de otra manera, y lo dicen sus "
    "propias respuestas antes y después de los talleres.",
    "summary_2": "Treinta referentes llevan el mensaje a asambleas, radios y visitas, sin esperar al equipo.",
    "summary_3": "Los dos planes provinciales están aprobados y reconocidos; lo que sigue es cumplir sus plazos.",
    "context": "Las lluvias cerraron caminos entre enero y marzo, y varias sesiones se reprogramaron con las "
    "comunidades. Ninguna se perdió. (Texto ficticio de la demostración.)",
    "narrative_1": "Los ciclos se llenaron cuando la convocatoria dejó de ser por oficio y empezó a ser de vecino a "
    "vecino. Lo que más cuesta mover es la rabia; lo que primero cambia es el reparto del cuidado.",
    "narrative_2": "La red se reúne cada mes. Los referentes piden material corto, en quechua y para la radio.",
    "narrative_3": "Cada material se hizo con una institución y con un grupo de hombres, y se entregó con acta.",
    "narrative_4": "Las mesas sesionaron con quórum casi siempre. El seguimiento por plazos ordenó las reuniones.",
    "narrative_5": "Las y los líderes escolares replican en su propio grado antes de pasar a otros.",
    "challenges": "Volver a encontrar a quienes migran por trabajo para la aplicación de salida.",
    "learning": "Esperar un mes antes de medir da respuestas menos complacientes y más útiles.",
    "sustainability": "Las municipalidades asumieron dos acciones con presupuesto propio.",
    "next_period": "Cerrar las aplicaciones de salida pendientes y acompañar a los referentes sin acciones recientes.",
}


def make(today: dt.date, by: User) -> None:
    report = Report.objects.create(
        title="Informe anual a la cooperante (ficticio)", donor="Fundación Ejemplo", grant_number="FICT-001",
        since=dt.date(today.year, 1, 1), until=today, recorded_by=by,
    )  # fmt: skip
    ReportTexts.objects.create(report=report, language="es", recorded_by=by, **TEXTS)
