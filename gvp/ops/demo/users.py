"""One login per role, with published passwords: only for the demonstration on one's own machine."""

from gvp.accounts.models import User
from gvp.places.models import Province

PASSWORD = "demostracion"  # noqa: S105 published on purpose; settings refuse DEMO=1 anywhere but here

# username: given name, surname, role, provinces, sees the names of school leaders
TEAM = {
    "campo": ("Rosa", "Demostración", "field", ["1204"], True),
    "campo-tayacaja": ("Wilmer", "Demostración", "field", ["0907"], False),
    "coordinacion": ("Elena", "Demostración", "coordinator", ["1204"], True),
    "coordinacion-tayacaja": ("Hugo", "Demostración", "coordinator", ["0907"], False),
    "monitoreo": ("Nélida", "Demostración", "monitoring", [], False),
    "administracion": ("Óscar", "Demostración", "administrator", [], True),
    "donante": ("Alex", "Demostración", "donor", [], False),
}


def make() -> dict[str, User]:
    """The team by username. A password that somebody changed stays changed."""
    return {username: _one(username, *facts) for username, facts in TEAM.items()}


def _one(username: str, given: str, surname: str, role: str, provinces: list[str], sees_minors: bool) -> User:
    user, made = User.objects.get_or_create(
        username=username,
        defaults={
            "first_name": given,
            "last_name": surname,
            "role": role,
            "is_staff": role in ("coordinator", "administrator"),
            "sees_minors": sees_minors,
        },
    )
    if made:
        user.set_password(PASSWORD)
        user.save()
        user.provinces.set(Province.objects.filter(code__in=provinces))
    return user
