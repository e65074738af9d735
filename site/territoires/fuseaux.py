"""Time zones of France, by département.

Source: IANA tz database 2025b. Three zones of French Polynesia share one département code: the
seven communes of the Marquesas and the Gambier that do not keep Tahiti's time are named one by one.
"""

FUSEAU_PAR_DEFAUT = "Europe/Paris"

FUSEAUX = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    # The Austral lands spread over UTC+3 to UTC+10; Kerguelen, their largest base, is UTC+5.
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
    # Clipperton has no inhabitant and no zone of its own: UTC-8 (the sign is inverted in Etc/).
    "989": "Etc/GMT+8",
}

FUSEAUX_DE_COMMUNES = {
    "98718": "Pacific/Marquesas",  # Fatu-Hiva
    "98719": "Pacific/Gambier",  # Gambier
    "98723": "Pacific/Marquesas",  # Hiva-Oa
    "98731": "Pacific/Marquesas",  # Nuku-Hiva
    "98746": "Pacific/Marquesas",  # Tahuata
    "98756": "Pacific/Marquesas",  # Ua-Huka
    "98757": "Pacific/Marquesas",  # Ua-Pou
}

# They keep several times: without a commune nobody knows which.
ETENDUS = {"984", "987"}


def fuseau_du_departement(code):
    """Return the IANA name of the zone of the département *code* (« 974 » → Indian/Reunion)."""
    return FUSEAUX.get(code, FUSEAU_PAR_DEFAUT)


def en_metropole(latitude, longitude):
    """Whether a position (WGS 84 degrees) lies in the rectangle around metropolitan France.

    Its corners: Corsica in the south and east, Ushant in the west, the Belgian border in the north.
    """
    return 41.3 <= latitude <= 51.1 and -5.2 <= longitude <= 9.6
