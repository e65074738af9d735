"""The glossary on pages: what becomes a link, once, and what never does."""

import pytest

from socle.glossaire import Annotateur, lexique, mots_de
from tests.home.guide import ajouter_mot

pytestmark = pytest.mark.django_db


def lien(cle, texte):
    return f'<a class="mot" id="appel-{cle}" href="#mot-{cle}">{texte}</a>'


def test_le_premier_emploi_seul_devient_un_lien():
    ajouter_mot("statuts")
    annotateur = Annotateur()
    assert annotateur.annoter("<p>Les statuts. Ses statuts.</p>") == (
        f"<p>Les {lien('statuts', 'statuts')}. Ses statuts.</p>"
    )
    assert annotateur.annoter("<p>Vos statuts.</p>") == "<p>Vos statuts.</p>"
    assert [mot.terme for mot in annotateur.mots] == ["statuts"]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/x/">les <b>statuts</b></a>',
        "<h2>Statuts</h2>",
        "<summary>Les statuts</summary>",
        "<blockquote><p>Nos statuts</p></blockquote>",
        '<section data-sans-glossaire><section></section><p title="x">statuts</p></section>',
        "<svg><text>statuts</text></svg>",
        "<!-- statuts -->",
    ],
)
def test_un_lien_un_titre_des_paroles_et_des_dessins_restent_ce_qu_ils_sont(html):
    ajouter_mot("statuts")
    annote = Annotateur().annoter(f"{html}<p>statuts</p>")
    assert annote == f"{html}<p>{lien('statuts', 'statuts')}</p>"


@pytest.mark.parametrize(
    ("texte", "trouve"),
    [
        ("une société coopérative\u00a0: oui", "société coopérative"),
        ("une société\u00a0coopérative", "société\u00a0coopérative"),
        ("la SCIC", "SCIC"),
        ("scic", None),
        ("préstatutaire statutsx", None),
    ],
)
def test_la_plus_longue_forme_l_emporte_et_les_sigles_gardent_leurs_capitales(texte, trouve):
    ajouter_mot("société coopérative", variantes="SCIC\nSociétés coopératives")
    ajouter_mot("société", lier=False)
    trouves = [t.group() for t, _mot in lexique().trouver(texte)]
    assert trouves == ([trouve] if trouve else [])


def test_un_mot_change_est_relu_aussitot():
    mot = ajouter_mot("statuts")
    assert [m.terme for m in lexique().mots] == ["statuts"]
    mot.terme = "règles"
    mot.save()
    assert [m.terme for m in lexique().mots] == ["règles"]


def test_les_mots_d_une_autre_langue_ne_s_y_melent_pas():
    ajouter_mot("statuts")
    assert [m.terme for m in mots_de("Les statuts", "fr")] == ["statuts"]
    assert lexique("en").mots == ()
