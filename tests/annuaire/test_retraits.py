"""A withdrawn entry leaves everything that is published, and what is kept says nothing of it."""

import json

import pytest
from django.apps import apps
from django.core import serializers
from django.core.files.storage import default_storage
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from annuaire import empreintes, retraits, signalements, vie
from annuaire.models import (
    Acteur,
    CleDesEmpreintes,
    Empreinte,
    Etiquette,
    IdentifiantExterne,
    PhotoActeur,
    RefRetiree,
    Signalement,
)
from search.documents import indexer
from search.models import Document
from search.moteurs import moteur
from search.requetes import Requete
from socle.models import ImagePortail, RenditionPortail
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LieuFactory,
    SourceFactory,
)

SIRET = "80746931700018"
# Every one is a word that nothing else says.
TRACES = ("zenobie", "quatremer", "mirabelle", "80746931700018", "saperlipopette", "n-4812")


@pytest.fixture
def sur_disque(settings, tmp_path):
    """Files in a folder: Wagtail deletes them through a storage that it makes again."""
    settings.MEDIA_ROOT = tmp_path
    genre = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": genre}


def image(titre):
    return ImagePortail.objects.create(
        title=titre, file=get_test_image_file(), accord_personnes="sans_objet"
    )


@pytest.fixture
def acteur(annuaire):
    """An entry with something in every place that withdrawing must reach."""
    acteur = ActeurFactory(
        nom="Zénobie Quatremer", siret=SIRET, accroche="Saperlipopette", logo=image("Quatremer")
    )
    acteur.domaine_principal = DomaineFactory()
    LieuFactory(acteur=acteur, adresse="7, sente Mirabelle")
    ContactFactory(acteur=acteur, genre="email", valeur="zenobie@quatremer.example")
    PhotoActeur.objects.create(acteur=acteur, image=image("Mirabelle"), alt="Zénobie")
    IdentifiantExterne.objects.create(acteur=acteur, source=SourceFactory(), identifiant="n-4812")
    acteur.etiquettes.add("Chez Zénobie")
    acteur.save()
    acteur.save_revision(log_action=True)
    log(instance=acteur, action="annuaire.verifier")
    return acteur


def tout_ce_qui_est_ecrit():
    """Every row of ours and of Wagtail's, as one lower-case text."""
    modeles = [
        m
        for m in apps.get_models()
        if m._meta.managed and not m._meta.proxy and m._meta.app_label != "sessions"
    ]
    textes = [serializers.serialize("json", m._default_manager.all()) for m in modeles]
    return json.loads(json.dumps("".join(textes))).lower().encode().decode("unicode_escape")


def chercher(texte):
    return moteur().chercher(Requete(texte=texte, types=("acteur",), locale="fr")).total


@pytest.mark.postgres
def test_elle_quitte_la_page_la_liste_et_la_recherche(client, acteur):
    adresse, ref = f"/annuaire/{acteur.fragment}/", acteur.ref
    voisin = ActeurFactory(nom="Le Cabas")
    LieuFactory(acteur=voisin)
    indexer("acteur", [voisin.pk])
    assert (client.get(adresse).status_code, chercher("quatremer")) == (200, 1)
    assert retraits.retirer(acteur) == [ref]
    reponses = [client.get(a) for a in (adresse, f"/a/{ref}/", f"{adresse}retrait/")]
    assert [r.status_code for r in reponses] == [410] * 3
    assert [r.content.decode().lower().count("quatremer") for r in reponses] == [0] * 3
    assert [chercher(t) for t in ("quatremer", SIRET, "zenobi", "mirabelle")] == [0] * 4
    liste = client.get("/annuaire/?q=quatremere")
    assert liste.context["recherche"].reponse.correction is None
    voisine = client.get(f"/annuaire/{voisin.fragment}/").content.decode()
    assert "Quatremer" not in voisine


@pytest.mark.postgres
def test_rien_n_en_reste_ecrit_nulle_part(acteur, django_capture_on_commit_callbacks):
    signalements.deposer(acteur, "retrait", champ="personne", message="Je suis Zénobie Quatremer")
    assert "mirabelle" in tout_ce_qui_est_ecrit()
    with django_capture_on_commit_callbacks(execute=True):
        retraits.retirer(acteur, "Demande écrite du 2 mars")
    ecrit = tout_ce_qui_est_ecrit()
    assert {trace: ecrit.count(trace) for trace in TRACES} == dict.fromkeys(TRACES, 0)
    assert (Acteur.objects.count(), Revision.objects.count()) == (0, 0)
    assert list(RefRetiree.objects.values_list("ref", flat=True)) == [acteur.ref]


def test_ses_images_partent_avec_leurs_tailles_et_leurs_fichiers(
    sur_disque, acteur, django_capture_on_commit_callbacks
):
    partagee = image("À deux")
    autre = ActeurFactory(logo=partagee)
    PhotoActeur.objects.create(acteur=acteur, image=partagee, alt="")
    for une in ImagePortail.objects.all():
        une.get_rendition("max-60x60")
    fichiers = {
        (chose.file.name, une == partagee)
        for une in ImagePortail.objects.all()
        for chose in (une, *une.renditions.all())
    }
    with django_capture_on_commit_callbacks(execute=True):
        retraits.retirer(acteur)
    autre.refresh_from_db()
    assert (autre.logo, list(ImagePortail.objects.all())) == (partagee, [partagee])
    assert RenditionPortail.objects.count() == 1
    restent = {(nom, default_storage.exists(nom)) for nom, _partagee in fichiers}
    assert (len(fichiers), restent) == (6, fichiers)


def test_une_image_qu_un_brouillon_seul_montre_part_aussi(acteur):
    acteur.photos.add(PhotoActeur(image=image("En brouillon"), alt=""))
    acteur.save_revision()
    retraits.retirer(acteur)
    assert ImagePortail.objects.count() == 0


def test_une_image_que_le_brouillon_d_une_autre_fiche_montre_reste(acteur):
    autre = ActeurFactory()
    autre.logo = acteur.logo
    autre.photos.add(PhotoActeur(image=acteur.photos.get().image, alt="La façade"))
    autre.save_revision()
    retraits.retirer(acteur)
    assert sorted(ImagePortail.objects.values_list("title", flat=True)) == [
        "Mirabelle",
        "Quatremer",
    ]
    autre.latest_revision.publish()
    autre.refresh_from_db()
    assert (autre.logo.title, autre.photos.get().image.title) == ("Quatremer", "Mirabelle")


def test_les_mots_qu_elle_etait_seule_a_porter_partent(acteur):
    autre, brouillon = ActeurFactory(), ActeurFactory()
    for porteur, mots in ((acteur, ("Zénobie", "vrac", "bientôt")), (autre, ("vrac",))):
        porteur.etiquettes.add(*mots)
        porteur.save()
    brouillon.etiquettes.add("bientôt")
    brouillon.save_revision()
    acteur.etiquettes.add("en brouillon")
    acteur.save_revision()
    retraits.retirer(acteur)
    assert sorted(Etiquette.objects.values_list("name", flat=True)) == ["bientôt", "vrac"]


def test_la_tombe_est_vide_et_repart_au_serveur(acteur):
    avant = Document.objects.get(type="acteur").version
    retraits.retirer(acteur)
    tombe = Document.objects.get(type="acteur")
    assert (tombe.titre, tombe.cles, tombe.textes, tombe.facettes, tombe.positions) == (
        "",
        [],
        {},
        {},
        [],
    )
    assert (tombe.version, tombe.supprime_le is not None) == (avant + 1, True)


def test_le_journal_dit_qui_et_quand_pas_quoi(acteur, django_user_model):
    auteur = django_user_model.objects.create_user("a@exemple.example", "mot de passe long")
    ref, pk = acteur.ref, acteur.pk
    retraits.retirer(acteur, "Demande écrite", auteur)
    journal = ModelLogEntry.objects.filter(object_id=str(pk), label=ref)
    assert list(journal.order_by("pk").values_list("action", "user_id", "data"))[-1] == (
        "annuaire.retirer",
        auteur.pk,
        {"motif": "Demande écrite"},
    )
    assert (
        ModelLogEntry.objects.exclude(label__in=(ref, "—")).filter(object_id=str(pk)).count() == 0
    )


def test_ce_qui_y_etait_fusionne_part_aussi(acteur):
    double, reste = ActeurFactory(nom="Z. Quatremer"), ActeurFactory(nom="Le Cabas")
    vie.fusionner(double, acteur)
    assert sorted(retraits.retirer(acteur)) == sorted([acteur.ref, double.ref])
    assert list(Acteur.objects.all()) == [reste]


def test_un_index_de_references_ne_la_nomme_plus(acteur):
    cle = str(acteur.pk)
    retraits.retirer(acteur)
    assert (
        ReferenceIndex.objects.filter(object_id=cle).count(),
        ReferenceIndex.objects.filter(to_object_id=cle).count(),
    ) == (0, 0)


def test_ses_signalements_sont_clos_et_vides(acteur):
    signalements.deposer(
        acteur, "retrait", champ="personne", message="C’est moi", courriel="z@exemple.example"
    )
    retraits.retirer(acteur)
    assert Signalement.objects.values_list(
        "acteur", "etat", "message", "courriel", "reponse"
    ).get() == (None, "traite", "", "z@exemple.example", "Fiche retirée.")


def test_les_empreintes_ne_dependent_ni_du_jour_ni_de_la_cle_du_site(acteur, settings):
    retraits.retirer(acteur)
    presentees = [
        empreintes.traces([], [SIRET], []),
        empreintes.traces([(SourceFactory(), "n-4812")], [], []),
        empreintes.traces([(SourceFactory(), "n-4813")], [], ["quatremer\x1f\x1f"]),
    ]
    settings.SECRET_KEY = "une autre"
    assert empreintes.reconnaitre(presentees) == ["ressemblance", "identifiant", ""]
    CleDesEmpreintes.objects.update(cle="00" * 32)
    assert empreintes.reconnaitre(presentees) == ["", "", ""]
    assert {len(e.condensat) for e in Empreinte.objects.all()} == {64}
