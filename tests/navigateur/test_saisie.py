"""Editing an entry without syntax and without a mouse: hours in rows, a place on the map."""

import json
import re
from urllib.parse import quote

import pytest

ONGLET = "#tab-lieux_et_horaires"
ACTEUR = "La Page cornée"
TABS_MAX = 150
HORAIRES = "[data-controller=horaires]"
CARTE = "[data-controller=position]"
# Wagtail's own, on a narrow screen: the button of its table of contents is 22 pixels wide.
BOUTON_DE_WAGTAIL = "target-size: #w-minimap-toggle"


@pytest.fixture
def editer(entrer):
    """``editer(largeur=390)`` → the tab of places and hours of an entry, signed in."""

    def _editer(**options):
        page = entrer(f"/admin/annuaire/acteurs/?q={quote(ACTEUR)}", **options)
        fiche = page.locator("main table a[href*='/edit/']").first.get_attribute("href")
        page.goto(fiche + ONGLET)
        page.locator(f"{CARTE} svg").first.wait_for()
        page.wait_for_function(
            "() => document.querySelector('[data-position-target=phrase]').textContent"
        )
        return page

    return _editer


class Clavier:
    """Tab to things and press keys: nothing else."""

    def __init__(self, page, racine):
        self.page, self.racine = page, racine

    def aller(self, selecteur):
        """Tab to the first element of the editor that matches, from where the focus is."""
        for _tab in range(TABS_MAX):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(
                "([r, s]) => { const e = document.activeElement;"
                " return !!e && !!e.closest(r) && e.matches(s); }",
                [self.racine, selecteur],
            ):
                return self
        pytest.fail(f"{selecteur} cannot be reached with Tab")

    def presser(self, *touches):
        for touche in touches:
            self.page.keyboard.press(touche)
        return self

    def ecrire(self, texte):
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(texte)
        return self

    def choisir(self, libelle):
        """Choose in the list that has the focus, by the first letters of the option."""
        self.page.keyboard.type(libelle)
        return self


def depart(page, racine):
    """Put the focus on the title of the panel before, as somebody who tabbed to it."""
    page.evaluate(
        """(r) => {
            const e = document.querySelector(r), repere = document.createElement("span");
            repere.tabIndex = -1;
            e.before(repere);
            repere.focus();
        }""",
        racine,
    )
    return Clavier(page, racine)


def apercu(page):
    """The preview in words, once it has something of what the script last asked."""
    textes = page.locator(f"{HORAIRES} [data-horaires-target=apercu] >> nth=0").inner_text()
    return re.sub("[\u202f\u00a0]", " ", textes).split("\n")


def jour(numero):
    return f"[data-champ=jours][value='{numero}']"


def vider(page):
    """Hours of the first editor back to nothing, by its text."""
    page.locator(f"{HORAIRES} [data-horaires-target=bascule]").first.click()
    page.locator("#id_horaires").fill("")
    page.locator(f"{HORAIRES} [data-horaires-target=bascule]").first.click()
    page.locator(f"{HORAIRES} [data-ajouter=rangee]").first.wait_for()


def attendre_l_apercu(page, phrase):
    page.wait_for_function(
        """(phrase) => document.querySelector("[data-horaires-target=apercu]")
            .textContent.replace(/[\\u202f\\u00a0]/g, " ").includes(phrase)""",
        arg=phrase,
    )


def ecrire_des_horaires(clavier):
    """First Saturday of the month and two evenings, otherwise on appointment, not in August."""
    clavier.aller("[data-ajouter=rangee]").presser("Enter")
    clavier.presser("Shift+Tab").aller(jour(5)).presser("Space")
    clavier.aller("[data-champ=quand]").choisir("certaines")
    clavier.aller("[data-champ=rangs][value='1']").presser("Space")
    clavier.aller("[data-champ=de]").ecrire("14 h")
    clavier.aller("[data-champ=a]").ecrire("17h")
    clavier.aller("[data-ajouter=rangee]").presser("Enter")
    clavier.aller(jour(1)).presser("Space")
    clavier.aller(jour(3)).presser("Space")
    clavier.aller("[data-champ=de]").ecrire("18:00")
    clavier.aller("[data-champ=a]").ecrire("20")
    clavier.aller("[data-champ=sinon]").choisir("sur")
    clavier.aller("[data-ajouter=fermeture]").presser("Enter").ecrire("1")
    clavier.aller("[data-champ=mois]").choisir("ao")
    clavier.aller("[data-champ=jour-fin]").ecrire("31")
    clavier.aller("[data-champ=mois-fin]").choisir("ao")


def texte_puis_lignes(page, clavier):
    """The hours as a text; the rows are back after."""
    clavier.aller("[data-horaires-target=bascule]").presser("Enter")
    page.wait_for_function("() => document.activeElement.id === 'id_horaires'")
    texte = page.locator("#id_horaires").input_value()
    clavier.aller("[data-horaires-target=bascule]").presser("Enter")
    page.locator(f"{HORAIRES} [data-champ=de]").first.wait_for()
    return texte


def test_des_horaires_s_ecrivent_au_clavier_seul(editer, releves):
    page = editer()
    vider(page)
    clavier = depart(page, HORAIRES)
    ecrire_des_horaires(clavier)
    attendre_l_apercu(page, "Fermé en août")
    assert apercu(page) == [
        "Lundi, mercredi, vendredi et dimanche : fermé",
        "Mardi et jeudi : 18 h – 20 h",
        "1er samedi du mois : 14 h – 17 h",
        "Sinon : sur rendez-vous",
        "Fermé en août",
        "Jours fériés : horaires à vérifier",
    ]
    # The same as a text, and back.
    assert texte_puis_lignes(page, clavier) == (
        'Tu,Th 18:00-20:00; Sa[1] 14:00-17:00 || "sur rendez-vous"; Aug off'
    )
    assert page.locator(f"{HORAIRES} >> nth=0 >> [data-partie=rangee]").count() == 2
    assert (page.erreurs, releves.tiers(page)) == ([], [])


def test_une_semaine_sur_deux_s_ecrit_et_se_relit_au_clavier(editer):
    page = editer(largeur=390)
    vider(page)
    clavier = depart(page, HORAIRES)
    clavier.aller("[data-ajouter=rangee]").presser("Enter")
    clavier.presser("Shift+Tab").aller(jour(5)).presser("Space")
    clavier.aller("[data-champ=quand]").choisir("une semaine sur deux (les p")
    clavier.aller("[data-champ=de]").ecrire("10")
    clavier.aller("[data-champ=a]").ecrire("12")
    clavier.aller("[data-ajouter=rangee]").presser("Enter")
    clavier.aller(jour(2)).presser("Space")
    clavier.aller("[data-champ=quand]").choisir("certaines semaines de l")
    clavier.aller("[data-champ=semaine]").ecrire("10")
    clavier.aller("[data-champ=semaine-fin]").ecrire("20")
    clavier.aller("[data-ajouter=semaine]").presser("Enter").ecrire("30")
    clavier.aller("[data-champ=de]").ecrire("14")
    clavier.aller("[data-champ=a]").ecrire("18")
    attendre_l_apercu(page, "semaine 30")
    assert apercu(page) == [
        "Mercredi, semaines 10 à 20 et semaine 30 : 14 h – 18 h",
        "Samedi, une semaine sur deux (semaines paires) : 10 h – 12 h",
        "Jours fériés : horaires à vérifier",
    ]
    # As a text, then as rows again: the same.
    assert texte_puis_lignes(page, clavier) == (
        "week 10-20,30 We 14:00-18:00; week 2-52/2 Sa 10:00-12:00"
    )
    rangees = page.locator(f"{HORAIRES} >> nth=0 >> [data-partie=rangee]")
    relues = [rangees.nth(n).locator("[data-champ=quand]").input_value() for n in (0, 1)]
    assert relues == ["semaines", "paires"]
    numeros = rangees.first.locator("[data-champ=semaine], [data-champ=semaine-fin]")
    assert [champ.input_value() for champ in numeros.all()] == ["10", "20", "30", "30"]


def test_ce_qui_manque_se_dit_et_rien_ne_se_perd(editer):
    page = editer(largeur=390)
    vider(page)
    clavier = depart(page, HORAIRES)
    clavier.aller("[data-ajouter=rangee]").presser("Enter")
    clavier.presser("Space")  # the focus is on Monday
    attendre_l_apercu(page, "Ligne 1 : écrivez les heures.")
    # It cannot become a text yet: the row stays.
    clavier.aller("[data-horaires-target=bascule]").presser("Enter")
    clavier.presser("Shift+Tab")
    assert page.locator(f"{HORAIRES} >> nth=0 >> [data-partie=rangee]").count() == 1


def test_des_horaires_trop_particuliers_restent_un_texte(editer):
    page = editer()
    page.locator(f"{HORAIRES} [data-horaires-target=bascule]").first.click()
    page.locator("#id_horaires").fill("Un samedi sur deux")
    page.locator(f"{HORAIRES} [data-horaires-target=bascule]").first.click()
    page.get_by_text("Ces horaires sont trop particuliers").first.wait_for()
    assert page.locator("#id_horaires").input_value() == "Un samedi sur deux"


def position(page):
    """(latitude, longitude, precision) of the fields of the first place."""
    noms = ("latitude", "longitude", "precision")
    return tuple(page.locator(f"#id_lieux-0-{nom}").input_value() for nom in noms)


def phrase(page):
    return page.locator("[data-position-target=phrase]").first.inner_text()


def attendre_la_phrase(page, morceau):
    page.wait_for_function(
        """(m) => document.querySelector("[data-position-target=phrase]")
            .textContent.includes(m)""",
        arg=morceau,
    )


def test_un_lieu_se_place_au_clavier_seul(editer):
    page = editer()
    avant = position(page)
    clavier = depart(page, CARTE)
    # Typed in one go, then from the town hall, then by arrows.
    clavier.aller("[data-position-target=texte]").ecrire("47,2184 -1,5536").presser("Enter")
    attendre_la_phrase(page, "la position ou la commune est fausse")
    assert position(page) == ("47.2184", "-1.5536", "lieu")
    clavier.aller("[data-action*=placerALaCommune]").presser("Enter")
    attendre_la_phrase(page, "À la mairie de")
    mairie = position(page)
    assert mairie[2] == "commune"
    clavier.aller("svg").presser("ArrowUp")
    attendre_la_phrase(page, "Précision : le lieu lui-même.")
    nord = position(page)
    assert (float(nord[0]) > float(mairie[0]), nord[1:]) == (True, (mairie[1], "lieu"))
    clavier.presser("Shift+ArrowDown")
    sud = position(page)
    un, dix = float(nord[0]) - float(mairie[0]), float(nord[0]) - float(sud[0])
    assert round(dix / un) == 10
    clavier.aller("[data-position-target=annuler]").presser("Enter")
    assert position(page) == nord
    assert avant[2] in ("lieu", "adresse", "rue", "commune")


def test_ce_qui_n_est_pas_une_position_se_dit(editer):
    page = editer(largeur=390)
    avant = position(page)
    clavier = depart(page, CARTE)
    clavier.aller("[data-position-target=texte]").ecrire("là-bas").presser("Enter")
    attendre_la_phrase(page, "Ce n’est pas une position.")
    assert position(page) == avant


def test_un_lieu_ajoute_a_ses_horaires_et_sa_carte(editer):
    page = editer()
    nombre = int(page.locator("[name=lieux-TOTAL_FORMS]").input_value())
    page.locator("#id_lieux-ADD").click()
    neuf = page.locator(f"#inline_child_lieux-{nombre}")
    neuf.locator("[data-ajouter=rangee]").click()
    neuf.locator(jour(0)).check()
    neuf.locator("[data-champ=de]").fill("9")
    neuf.locator("[data-champ=a]").fill("midi")
    neuf.get_by_text("Lundi\u00a0: 9\u202fh – 12\u202fh").wait_for()
    envoi = page.locator(f"[name=lieux-{nombre}-horaires-saisie]").input_value()
    assert json.loads(envoi)["rangees"][0]["plages"] == [["9", "midi"]]
    assert neuf.locator("[data-position-target=phrase]").inner_text() == (
        "Choisissez d’abord une commune, ou écrivez une position."
    )


def test_l_ecran_est_sans_faute(editer, releves):
    # So high that Wagtail's bar, which floats at the bottom, covers no field.
    page = editer(largeur=1280, hauteur=4000)
    vider(page)
    editeur = page.locator(HORAIRES).first
    editeur.locator("[data-ajouter=rangee]").click()
    rangee = editeur.locator("[data-partie=rangee]").first
    rangee.locator(jour(5)).check()
    rangee.locator("[data-champ=quand]").select_option("rangs")
    rangee.locator("[data-champ=rangs]").first.check()
    rangee.locator("[data-champ=de]").fill("9")
    rangee.locator("[data-champ=a]").fill("12")
    rangee.locator("[data-champ=saison]").select_option("dates")
    editeur.locator("[data-ajouter=rangee]").click()
    autre = editeur.locator("[data-partie=rangee]").last
    autre.locator(jour(2)).check()
    autre.locator("[data-champ=quand]").select_option("semaines")
    autre.locator("[data-champ=semaine]").fill("10")
    autre.locator("[data-champ=de]").fill("9")
    autre.locator("[data-champ=a]").fill("12")
    editeur.locator("[data-ajouter=fermeture]").click()
    for champ in ("jour", "jour-fin"):
        for place in editeur.locator(f"[data-champ={champ}]:visible").all():
            place.fill("12")
    editeur.locator("[data-champ=sinon]").select_option("autre")
    attendre_l_apercu(page, "Fermé le 12 janvier")
    assert releves.defilement(page) == []
    page.set_viewport_size({"width": 390, "height": 4000})
    fautes = releves.tout(page)
    # Editors are signed in: the only two cookies of the portal.
    assert sorted(fautes.pop("cookies")) == ["csrftoken", "sessionid"]
    assert [faute for faute in fautes.pop("axe", []) if faute != BOUTON_DE_WAGTAIL] == []
    assert fautes == {}
