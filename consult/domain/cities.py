"""Cities that people name when they name a time, and that the IANA database knows under another city's name.

Each gets a name in the manner of the database ("America/Rio_de_Janeiro"), which `times` takes like any other zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from consult.domain.languages import LANGUAGES


class City(NamedTuple):
    """The zone whose clocks it has, and its name by language."""

    zone: str
    names: Mapping[str, str]


def _city(zone: str, *names: str) -> City:
    """One name for all languages, or one for each: English, French, Spanish, Portuguese."""
    return City(zone, dict(zip(LANGUAGES, names * (len(LANGUAGES) // len(names)), strict=True)))


CITIES: Final[Mapping[str, City]] = {
    # Names that need an accent, or a name of today.
    "America/Sao_Paulo": _city("America/Sao_Paulo", "São Paulo"),
    "America/Montreal": _city("America/Toronto", "Montreal", "Montréal", "Montreal", "Montreal"),
    "America/Rosario": _city("America/Argentina/Cordoba", "Rosario"),
    "Asia/Kolkata": _city("Asia/Kolkata", "Kolkata", "Calcutta", "Calcuta", "Calcutá"),
    "Asia/Kathmandu": _city("Asia/Kathmandu", "Kathmandu", "Katmandou", "Katmandú", "Catmandu"),
    # Africa
    "Africa/Cape_Town": _city(
        "Africa/Johannesburg", "Cape Town", "Le Cap", "Ciudad del Cabo", "Cidade do Cabo"
    ),
    "Africa/Durban": _city("Africa/Johannesburg", "Durban"),
    "Africa/Marrakesh": _city("Africa/Casablanca", "Marrakesh", "Marrakech", "Marrakech", "Marraquexe"),
    "Africa/Rabat": _city("Africa/Casablanca", "Rabat"),
    "Africa/Yaounde": _city("Africa/Douala", "Yaoundé", "Yaoundé", "Yaundé", "Iaundé"),
    # The Americas
    "America/Barranquilla": _city("America/Bogota", "Barranquilla"),
    "America/Belo_Horizonte": _city("America/Sao_Paulo", "Belo Horizonte"),
    "America/Boston": _city("America/New_York", "Boston"),
    "America/Brasilia": _city("America/Sao_Paulo", "Brasília", "Brasilia", "Brasilia", "Brasília"),
    "America/Cali": _city("America/Bogota", "Cali"),
    "America/Curitiba": _city("America/Sao_Paulo", "Curitiba"),
    "America/Guadalajara": _city("America/Mexico_City", "Guadalajara (Jalisco)"),
    "America/Medellin": _city("America/Bogota", "Medellín"),
    "America/Porto_Alegre": _city("America/Sao_Paulo", "Porto Alegre"),
    "America/Quito": _city("America/Guayaquil", "Quito"),
    "America/Rio_de_Janeiro": _city(
        "America/Sao_Paulo", "Rio de Janeiro", "Rio de Janeiro", "Río de Janeiro", "Rio de Janeiro"
    ),
    "America/Salvador": _city("America/Bahia", "Salvador (Bahia)"),
    "America/San_Francisco": _city(
        "America/Los_Angeles", "San Francisco", "San Francisco", "San Francisco", "São Francisco"
    ),
    "America/Seattle": _city("America/Los_Angeles", "Seattle"),
    "America/Tunja": _city("America/Bogota", "Tunja"),
    "America/Valparaiso": _city("America/Santiago", "Valparaíso"),
    "America/Washington": _city("America/New_York", "Washington"),
    # Asia and Oceania
    "Asia/Ankara": _city("Europe/Istanbul", "Ankara", "Ankara", "Ankara", "Ancara"),
    "Asia/Bangalore": _city("Asia/Kolkata", "Bengaluru", "Bangalore", "Bangalore", "Bangalore"),
    "Asia/Beijing": _city("Asia/Shanghai", "Beijing", "Pékin", "Pekín", "Pequim"),
    "Asia/Delhi": _city("Asia/Kolkata", "Delhi", "Delhi", "Delhi", "Deli"),
    "Asia/Gwangju": _city("Asia/Seoul", "Gwangju"),
    "Asia/Islamabad": _city("Asia/Karachi", "Islamabad"),
    "Asia/Mumbai": _city("Asia/Kolkata", "Mumbai", "Mumbai", "Bombay", "Mumbai"),
    "Asia/Osaka": _city("Asia/Tokyo", "Osaka"),
    "Asia/Taoyuan": _city("Asia/Taipei", "Taoyuan"),
    "Pacific/Wellington": _city("Pacific/Auckland", "Wellington"),
    # Europe
    "Europe/Antwerp": _city("Europe/Brussels", "Antwerp", "Anvers", "Amberes", "Antuérpia"),
    "Europe/Barcelona": _city("Europe/Madrid", "Barcelona", "Barcelone", "Barcelona", "Barcelona"),
    "Europe/Bilbao": _city("Europe/Madrid", "Bilbao"),
    "Europe/Bologna": _city("Europe/Rome", "Bologna", "Bologne", "Bolonia", "Bolonha"),
    "Europe/Bordeaux": _city("Europe/Paris", "Bordeaux", "Bordeaux", "Burdeos", "Bordéus"),
    "Europe/Cologne": _city("Europe/Berlin", "Cologne", "Cologne", "Colonia", "Colônia"),
    "Europe/Geneva": _city("Europe/Zurich", "Geneva", "Genève", "Ginebra", "Genebra"),
    "Europe/Ghent": _city("Europe/Brussels", "Ghent", "Gand", "Gante", "Gante"),
    "Europe/Graz": _city("Europe/Vienna", "Graz"),
    "Europe/Hamburg": _city("Europe/Berlin", "Hamburg", "Hambourg", "Hamburgo", "Hamburgo"),
    "Europe/Heidelberg": _city("Europe/Berlin", "Heidelberg"),
    "Europe/Lyon": _city("Europe/Paris", "Lyon"),
    "Europe/Malmo": _city("Europe/Stockholm", "Malmö"),
    "Europe/Marseille": _city("Europe/Paris", "Marseille", "Marseille", "Marsella", "Marselha"),
    "Europe/Milan": _city("Europe/Rome", "Milan", "Milan", "Milán", "Milão"),
    "Europe/Munich": _city("Europe/Berlin", "Munich", "Munich", "Múnich", "Munique"),
    "Europe/Nantes": _city("Europe/Paris", "Nantes"),
    "Europe/Nuremberg": _city("Europe/Berlin", "Nuremberg", "Nuremberg", "Núremberg", "Nuremberga"),
    "Europe/Porto": _city("Europe/Lisbon", "Porto", "Porto", "Oporto", "Porto"),
    "Europe/Rennes": _city("Europe/Paris", "Rennes"),
    "Europe/Seville": _city("Europe/Madrid", "Seville", "Séville", "Sevilla", "Sevilha"),
    "Europe/Strasbourg": _city("Europe/Paris", "Strasbourg", "Strasbourg", "Estrasburgo", "Estrasburgo"),
    "Europe/Toulouse": _city("Europe/Paris", "Toulouse"),
    "Europe/Turin": _city("Europe/Rome", "Turin", "Turin", "Turín", "Turim"),
    "Europe/Valencia": _city("Europe/Madrid", "Valencia", "Valence (Espagne)", "Valencia", "Valência"),
}
"""Names in the manner of the IANA database → city. Where the database has the name as well, ours says the same time."""
