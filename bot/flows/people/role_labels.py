"""Roles and duties as people read them."""

from __future__ import annotations

from backend.domain.messaging.message import Raw, Tr
from backend.domain.people import places
from backend.domain.people.roles import RoleAssignment

ROLE_NAMES = {
    "hiteuse": Tr("hiteuse"),
    "trainee": Tr("apprenante"),
    "huber": Tr("Huber"),
    "admin": Tr("admin"),
}
DUTY_NAMES = {
    "owner": Tr("propriétaire"),
    "operations": Tr("opérations"),
    "finance": Tr("finances"),
    "reader": Tr("lecture seule"),
}


def in_words(standing: RoleAssignment) -> Tr | Raw:
    """A role with its duty or countries, such as "Huber (Cameroun, Sénégal)"."""
    if standing.role is None:
        return Tr("sans rôle")
    role = ROLE_NAMES[standing.role]
    if standing.duty is not None:
        return Tr("{role} ({more})", {"role": role, "more": DUTY_NAMES[standing.duty]})
    if standing.countries:
        countries = Raw(", ".join(places.country(code).name for code in standing.countries))
        return Tr("{role} ({more})", {"role": role, "more": countries})
    return role
