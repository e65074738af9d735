"""Sections of the home page: registered by rooms, drawn in the order of the editors."""

import pytest
from django.utils.html import format_html
from wagtail import blocks

from socle import sections
from socle.sections import SectionBlock, Sections, SectionsBlock, dessiner


class Prix(SectionBlock):
    """What a later room could register: it draws its title, or nothing."""

    lectures = []

    @staticmethod
    def preparer(valeurs, request):
        Prix.lectures.append(len(valeurs))
        for valeur in valeurs:
            valeur.montre = {"annonce": valeur["titre"]}

    def render(self, value, context=None):
        if not value["titre"]:
            return " "
        return format_html("{}:{}", context["rang"], value.montre["annonce"])


class Lettre(SectionBlock):
    def render(self, value, context=None):
        return "lettre"


@pytest.fixture
def registre(monkeypatch):
    registre = Sections()
    monkeypatch.setattr(sections, "sections_d_accueil", registre)
    registre.enregistrer("prix", Prix, ordre=20, nombre_max=2)
    registre.enregistrer("lettre", Lettre, ordre=10)
    Prix.lectures = []
    return registre


def corps(*brut):
    return list(SectionsBlock().to_python([{"type": t, "value": v} for t, v in brut]))


def test_a_page_offers_what_rooms_registered_in_order(registre):
    bloc = SectionsBlock()
    assert list(bloc.child_blocks) == ["lettre", "prix"]
    assert bloc.meta.block_counts == {"prix": {"max_num": 2}}


def test_a_section_can_be_replaced_and_withdrawn(registre):
    registre.enregistrer("prix", Lettre, ordre=5)
    registre.retirer("lettre")
    registre.retirer("lettre")
    assert [(une.cle, une.bloc) for une in registre.inscrites()] == [("prix", Lettre)]


def test_sections_are_drawn_in_the_order_of_the_page_and_empty_ones_are_not(registre):
    page = corps(("prix", {"titre": "A"}), ("lettre", {}), ("prix", {}), ("prix", {"titre": "B"}))
    dessinees = dessiner(page, {"request": None})
    assert [(bloc.block_type, html) for bloc, html in dessinees] == [
        ("prix", "1:A"),
        ("lettre", "lettre"),
        ("prix", "4:B"),
    ]


def test_sections_of_a_kind_are_read_together(registre):
    dessiner(corps(*[("prix", {"titre": "A"})] * 3), {"request": None})
    assert Prix.lectures == [3]


def test_a_page_that_nobody_composed_has_the_ordinary_sections(registre):
    registre.enregistrer("rare", Prix, ordre=1, d_office=False)
    assert [bloc.block_type for bloc in SectionsBlock().d_office()] == ["lettre", "prix"]


def test_sections_registered_here_are_blocks_that_may_be_previewed():
    for une in sections.sections_d_accueil.inscrites():
        bloc = une.bloc()
        assert isinstance(bloc, blocks.StructBlock)
        assert (bloc.is_previewable, bool(bloc.get_description())) == (True, True)
        assert bloc.render(bloc.get_preview_value(), {"request": None}).strip() == ""
