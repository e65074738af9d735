"""Blocks of a body: what they draw, and what they keep back."""

import pytest

from socle.blocs import CorpsBlock, ancre
from tests.socle.fabriques import ImageFactory


def rendu(nom, **valeur):
    bloc = CorpsBlock().child_blocks[nom]
    return bloc.render(bloc.to_python(bloc.get_prep_value(bloc.normalize(valeur)))).strip()


@pytest.mark.parametrize("nom", list(CorpsBlock.base_blocks))
def test_chaque_bloc_a_un_apercu_un_gabarit_et_une_description(nom):
    bloc = CorpsBlock().child_blocks[nom]
    assert bloc.meta.template == f"socle/blocs/{nom}.html"
    assert (bloc.is_previewable, bool(bloc.get_description())) == (True, True)
    bloc.render(bloc.get_preview_value())


def test_le_corps_suit_l_ordre_des_blocs():
    corps = CorpsBlock()
    html = corps.render(corps.get_preview_value())
    attendu = (
        '<h2 id="t-ou-donner-ce-qui-ne-sert-plus">Où donner ce qui ne sert plus\u202f?</h2> '
        '<figure class="citation"><blockquote><p>«\xa0Ici, on ne jette pas un fil.\xa0»</p>'
        '</blockquote><figcaption class="note">Inès Varenne</figcaption></figure>'
    )
    assert html.split() == attendu.split()


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [("Où donner ?", "t-ou-donner"), ("!!!", "t-partie"), ("a" * 99, "t-" + "a" * 60)],
)
def test_ancre(texte, attendu):
    assert ancre(texte) == attendu


@pytest.mark.django_db
class TestImage:
    def test_une_image_montre_sa_legende_et_son_credit(self):
        image = ImageFactory(credit="Mairie", description="La boutique ouverte")
        html = rendu("image", image=image, legende="Un samedi")
        assert 'alt="La boutique ouverte"' in html
        assert '<figcaption class="note">Un samedi <span class="credit">© Mairie</span>' in html

    def test_une_image_dont_l_accord_manque_n_est_pas_montree(self):
        assert rendu("image", image=ImageFactory(a_obtenir=True), legende="Un samedi") == ""

    def test_le_texte_de_remplacement_du_bloc_l_emporte(self):
        assert 'alt="Ici"' in rendu("image", image=ImageFactory(), alternative="Ici")

    def test_une_image_decorative_n_a_pas_de_texte(self):
        image = ImageFactory(description="La boutique")
        html = rendu("image", image=image, alternative="Ici", decorative=True)
        assert ('alt=""' in html, "figcaption" in html) == (True, False)
