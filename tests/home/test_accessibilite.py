"""The state that the declaration of accessibility says: that of the audit, while it holds."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from home.accessibilite import ETATS, NON, PARTIELLE, TOTALE, etat, fin_de_validite
from home.models import AccessibilitePage
from tests.home.service import ajouter_accessibilite, publier_accueil

AUDIT = date(2026, 3, 10)
PENDANT, LENDEMAIN_DE_TROIS_ANS = date(2026, 11, 27), date(2029, 3, 10)
ENTIER = {
    "audit_le": AUDIT,
    "auditeur": "Cabinet Loupe",
    "rgaa": "4.1.2",
    "echantillon": "Accueil : /\nAnnuaire : /annuaire/",
    "outils": "Firefox et NVDA",
    "taux": Decimal("72.5"),
}


@pytest.mark.parametrize(
    ("audit_le", "taux", "jour", "attendu"),
    [
        (None, None, PENDANT, NON),
        (AUDIT, "0", PENDANT, NON),
        (AUDIT, "49.9", PENDANT, NON),
        (AUDIT, "50", PENDANT, PARTIELLE),
        (AUDIT, "99.9", PENDANT, PARTIELLE),
        (AUDIT, "100", PENDANT, TOTALE),
        (AUDIT, "100", LENDEMAIN_DE_TROIS_ANS, NON),
    ],
    ids=["sans-audit", "0", "49,9", "50", "99,9", "100", "trois-ans-jour-pour-jour"],
)
def test_the_state_follows_the_audit(audit_le, taux, jour, attendu):
    assert etat(audit_le, taux and Decimal(taux), jour) == attendu


def test_the_day_before_three_years_an_audit_still_holds():
    assert etat(AUDIT, Decimal(100), date(2029, 3, 9)) == TOTALE


def test_three_years_after_a_leap_day_is_the_first_of_march():
    assert fin_de_validite(date(2028, 2, 29)) == date(2031, 3, 1)


@pytest.mark.django_db
class TestDeclaration:
    @pytest.fixture
    def accueil(self):
        return publier_accueil()

    def test_without_an_audit_the_page_says_so_and_shows_no_figure(self, client, accueil):
        ajouter_accessibilite(accueil)
        reponse = client.get("/accessibilite/")
        titres = [partie.titre for partie in reponse.context["parties"]]
        assert (reponse.context["etat"], titres) == (
            ETATS[NON],
            [
                "Déclaration d’accessibilité",
                "État de conformité",
                "Établissement de cette déclaration d’accessibilité",
                "Retour d’information et contact",
                "Voies de recours",
            ],
        )
        html = reponse.content.decode()
        assert "il n’existe aucun résultat d’audit en cours de validité" in html
        assert "%" not in reponse.context["parties"][1].html

    def test_an_audit_is_told_with_its_sample_and_its_tools(self, client, accueil):
        ajouter_accessibilite(accueil, **ENTIER, non_conformites="Les cartes.\nLes vidéos.")
        reponse = client.get("/accessibilite/")
        parties = {partie.ancre: partie.html for partie in reponse.context["parties"]}
        assert reponse.context["etat"] == ETATS[PARTIELLE]
        assert "en conformité partielle" in parties["t-etat-de-conformite"]
        assert parties["t-resultats-des-tests"] == (
            "<p>L’audit de conformité réalisé le 10 mars 2026 par Cabinet Loupe révèle que "
            "72,5\u00a0% des critères du RGAA version 4.1.2 sont respectés.</p>"
        )
        assert parties["t-contenus-non-accessibles"] == (
            "<h3>Non-conformités</h3>\n<ul><li>Les cartes.</li><li>Les vidéos.</li></ul>"
        )
        etablissement = next(html for a, html in parties.items() if a.startswith("t-etabliss"))
        assert "<li>Firefox et NVDA</li>" in etablissement
        assert "<li>Annuaire : /annuaire/</li>" in etablissement

    def test_an_audit_of_three_years_ago_is_void_and_the_page_says_since_when(
        self, client, accueil
    ):
        ajouter_accessibilite(accueil, **{**ENTIER, "audit_le": date(2023, 11, 27)})
        reponse = client.get("/accessibilite/")
        html = reponse.content.decode()
        assert reponse.context["etat"] == ETATS[NON]
        assert "ne vaut plus depuis le 27 novembre 2026" in html
        assert ("72,5" in html, "Cabinet Loupe" in html) == (False, False)

    def test_the_way_to_appeal_is_whole(self, client, accueil):
        ajouter_accessibilite(accueil)
        recours = client.get("/accessibilite/").context["parties"][-1].html
        for morceau in (
            'href="https://formulaire.defenseurdesdroits.fr/"',
            'href="https://www.defenseurdesdroits.fr/saisir/delegues"',
            "Libre réponse 71120, 75342 Paris CEDEX 07",
        ):
            assert recours.count(morceau) == 1

    @pytest.mark.parametrize(
        ("taux", "etat_dit"),
        [
            (None, "non conforme"),
            (Decimal(72), "partiellement conforme"),
            (100, "totalement conforme"),
        ],
    )
    def test_the_foot_of_every_page_repeats_the_state(self, client, accueil, taux, etat_dit):
        ajouter_accessibilite(accueil, **({**ENTIER, "taux": taux} if taux else {}))
        html = client.get("/annuaire/").content.decode()
        assert f'<a href="/accessibilite/">Accessibilité\u00a0: {etat_dit}</a>' in html

    def test_an_audit_is_entered_whole_or_not_at_all(self):
        page = AccessibilitePage(title="x", slug="x", taux=80, rgaa="4.1.2")
        with pytest.raises(ValidationError) as faute:
            page.clean()
        assert sorted(faute.value.message_dict) == ["audit_le", "auditeur", "echantillon", "outils"]

    def test_an_audit_to_come_is_refused(self):
        page = AccessibilitePage(title="x", slug="x", **{**ENTIER, "audit_le": date(2199, 1, 1)})
        with pytest.raises(ValidationError) as faute:
            page.clean()
        assert list(faute.value.message_dict) == ["audit_le"]
