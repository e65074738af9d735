"""What a preset directory publishes, as the engine is asked for it."""

from socle.routes import memoire_de_l_arbre
from territoires.lieux import cles_qui_couvrent, resoudre

_cadres = memoire_de_l_arbre()


def cadre_de(page):
    """``Requete.cadre`` of an AnnuairePage: () for every actor.

    Remembered: every search of the list needs it. A page that is previewed, whose domains are not
    those of the database, is read as it is.
    """
    if "domaines_montres" in getattr(page, "_cluster_related_objects", {}):
        return _lire(page)
    return _cadres.lire(
        (page.pk, page.territoire, page.latest_revision_id, page.last_published_at),
        lambda: _lire(page),
    )


def _lire(page):
    """One query. A territory that the referential lost restricts nothing more: its name is kept
    on the page for editors to mend, and an empty directory would help nobody."""
    cadre = []
    if cles := [montre.domaine.cle for montre in page.domaines_montres.select_related("domaine")]:
        cadre.append({"domaine": frozenset(cles)})
    lieu = resoudre(page.territoire).lieu if page.territoire else None
    if lieu:
        cadre.append(
            {"territoire": frozenset(lieu.cles_territoire), "zone": cles_qui_couvrent(lieu)}
        )
    return tuple(cadre)
