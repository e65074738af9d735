"""The actor: what the database refuses, what drafts never carry, when documents are written."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from annuaire import refs, vie
from annuaire.ecritures import Ecriture, appliquer, appliquer_lot
from annuaire.models import Acteur, Lieu, RefRetiree
from annuaire.provenances import PROPRIETAIRE, REDACTION
from search.models import Document
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LabelActeurFactory,
    LieuFactory,
    SourceFactory,
    ZoneFactory,
)

pytestmark = pytest.mark.django_db


def document(acteur):
    return Document.objects.filter(type="acteur", objet_id=acteur.pk, supprime_le=None).first()


def relire(acteur):
    return Acteur.objects.get(pk=acteur.pk)


class TestContraintes:
    @pytest.mark.parametrize(
        ("champs", "phrase"),
        [
            ({"siret": "123"}, "Un SIRET compte quatorze chiffres."),
            ({"siren": "12"}, "Un SIREN compte neuf chiffres."),
            ({"rna": "1234"}, "Un numéro RNA s’écrit W suivi de neuf chiffres."),
            (
                {"famille": "societe_ess"},
                "Une société commerciale n’est de l’ESS qu’avec une preuve datée.",
            ),
            (
                {"siren": "807469317", "siret": "75187049400026"},
                "Le SIRET commence par le SIREN.",
            ),
        ],
    )
    def test_une_regle_brisee_est_refusee_par_une_phrase_puis_par_la_base(self, champs, phrase):
        with pytest.raises(ValidationError) as refus:
            Acteur(nom="Essai", slug="essai", **champs).validate_constraints()
        assert refus.value.messages == [phrase]
        with pytest.raises(IntegrityError), transaction.atomic():
            Acteur.objects.bulk_create([Acteur(nom="Essai", slug="essai", **champs)])

    def test_un_nom_vide_est_refuse_par_la_base(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Acteur.objects.bulk_create([Acteur(nom="", slug="essai")])

    def test_seule_une_fiche_fusionnee_renvoie_a_une_autre(self):
        acteur, autre = ActeurFactory(), ActeurFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Acteur.objects.filter(pk=acteur.pk).update(fusionne_vers=autre)

    def test_un_acteur_n_est_pas_son_propre_siege(self):
        acteur = ActeurFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Acteur.objects.filter(pk=acteur.pk).update(parent=acteur)

    def test_une_antenne_ne_peut_pas_servir_de_siege(self):
        siege = ActeurFactory()
        antenne = ActeurFactory(parent=siege)
        with pytest.raises(ValidationError) as refus:
            Acteur(nom="Tiers", slug="tiers", parent=antenne).full_clean()
        assert refus.value.message_dict == {
            "parent": ["Le siège choisi est lui-même une antenne : choisissez son siège."]
        }

    def test_une_latitude_sans_longitude_est_refusee(self):
        acteur = ActeurFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            LieuFactory(acteur=acteur, longitude=None)

    def test_une_zone_sans_territoire_est_refusee(self):
        acteur = ActeurFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            ZoneFactory(acteur=acteur, genre="commune")
        with pytest.raises(IntegrityError), transaction.atomic():
            ZoneFactory(acteur=acteur, genre="rayon")

    def test_un_label_n_expire_pas_avant_d_avoir_ete_obtenu(self):
        acteur = ActeurFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            LabelActeurFactory(acteur=acteur, obtenu_le="2026-02-01", expire_le="2026-01-31")


class TestReferences:
    def test_une_reference_compte_huit_signes_de_crockford(self):
        ref = ActeurFactory().ref
        assert (len(ref), set(ref) - set(refs.SIGNES)) == (8, set())

    def test_une_reference_mal_lue_est_redressee(self):
        assert refs.normaliser(" il0oabcd ") == "1100ABCD"

    def test_la_reference_d_un_acteur_supprime_n_est_jamais_redonnee(self):
        acteur = ActeurFactory()
        ref = acteur.ref
        acteur.delete()
        autre = ActeurFactory(ref=ref)
        assert (RefRetiree.objects.filter(ref=ref).count(), autre.ref == ref) == (1, False)

    def test_supprimer_par_lot_retire_aussi_references_et_documents(self):
        acteur = ActeurFactory()
        Acteur.objects.filter(pk=acteur.pk).delete()
        assert (RefRetiree.objects.filter(ref=acteur.ref).count(), document(acteur)) == (1, None)

    def test_l_adresse_suit_le_nom(self):
        acteur = ActeurFactory(nom="L’Épicerie du Coin")
        assert acteur.fragment == f"lepicerie-du-coin-{acteur.ref}"
        acteur.nom = "!!!"
        acteur.save()
        assert relire(acteur).slug == "acteur"


class TestBrouillons:
    """The traps of architecture.md; each fails when its guard is taken away."""

    def test_publier_un_vieux_brouillon_ne_defait_pas_une_fermeture(self):
        acteur = ActeurFactory()
        acteur.nom = "Nouveau nom"
        acteur.save_revision()
        vie.fermer(relire(acteur))
        relire(acteur).get_latest_revision().publish()
        apres = relire(acteur)
        assert (apres.nom, apres.statut) == ("Nouveau nom", "ferme")

    def test_publier_une_revision_tenue_en_memoire_ne_defait_pas_une_fermeture(self):
        acteur = ActeurFactory()
        acteur.nom = "Nouveau nom"
        revision = acteur.save_revision()
        revision.content_object  # noqa: B018 (read on purpose: the stale instance stays cached)
        vie.fermer(Acteur.objects.get(pk=acteur.pk))
        revision.publish()
        assert relire(acteur).statut == "ferme"

    def test_un_brouillon_ouvert_avant_un_import_garde_ce_que_l_import_apporte(self):
        source = SourceFactory()
        acteur = ActeurFactory()
        acteur.accroche = "Mon accroche"
        acteur.save_revision()
        champs = {
            "siret": "80746931700018",
            "lieux": [{"adresse": "Rue Madeleine Odru", "code_postal": "93230"}],
            "contacts.telephone": [{"valeur": "+33153010001", "public": True}],
            "etiquettes": ["vrac"],
            "domaines": [DomaineFactory().pk],
        }
        bilan = appliquer(acteur, champs, source)
        relire(acteur).get_latest_revision().publish()
        apres = relire(acteur)
        assert bilan.conflits == []
        assert (apres.accroche, apres.siret) == ("Mon accroche", "80746931700018")
        assert [lieu.code_postal for lieu in apres.lieux.all()] == ["93230"]
        assert [contact.valeur for contact in apres.contacts.all()] == ["+33153010001"]
        assert [tag.name for tag in apres.etiquettes.all()] == ["vrac"]
        assert [domaine.slug for domaine in apres.domaines.all()] == ["alimentation"]

    def test_un_champ_que_le_brouillon_change_aussi_est_un_conflit_et_reste_au_brouillon(self):
        source = SourceFactory()
        pk = appliquer_lot([Ecriture({"nom": "Avant", "sigle": "AV"})], source)[0].acteur
        acteur = Acteur.objects.get(pk=pk)
        acteur.nom = "Brouillon"
        acteur.save_revision()
        bilan = appliquer(pk, {"nom": "Import", "sigle": "IM"}, source)
        brouillon = Acteur.objects.get(pk=pk).get_latest_revision_as_object()
        assert (bilan.changes, bilan.conflits) == (["nom", "sigle"], ["nom"])
        assert (brouillon.nom, brouillon.sigle) == ("Brouillon", "IM")
        assert Acteur.objects.get(pk=pk).nom == "Import"

    def test_masquer_apres_un_import_ne_ressort_pas_la_vieille_revision(self):
        source = SourceFactory()
        pk = appliquer_lot([Ecriture({"nom": "Premier"})], source)[0].acteur
        acteur = Acteur.objects.get(pk=pk)
        acteur.save_revision().publish()
        appliquer(pk, {"sigle": "NEUF"}, source)
        vie.masquer([pk])
        vie.publier([pk])
        assert Acteur.objects.get(pk=pk).sigle == "NEUF"

    def test_importer_puis_editer_repart_de_ce_qui_est_publie(self):
        source = SourceFactory()
        acteur = ActeurFactory(nom="Édité")
        acteur.save_revision().publish()
        appliquer(acteur, {"sigle": "IMP"}, source)
        assert relire(acteur).get_latest_revision_as_object().sigle == "IMP"

    def test_l_enregistrement_automatique_ne_touche_pas_au_document(self):
        acteur = ActeurFactory(nom="Publié")
        version = document(acteur).version
        acteur.nom = "En cours de frappe"
        acteur.save_revision()
        assert (document(acteur).version, document(acteur).titre) == (version, "Publié")

    def test_une_ligne_enfant_seule_qui_change_refait_le_document(self):
        acteur = ActeurFactory()
        LieuFactory(acteur=acteur)
        brouillon = relire(acteur)
        brouillon.lieux = [Lieu(latitude=48.0, longitude=2.0, precision="lieu")]
        brouillon.save_revision().publish()
        assert document(acteur).positions == [[48.0, 2.0]]

    def test_une_transaction_annulee_ne_laisse_ni_acteur_ni_document(self):
        with transaction.atomic():
            ActeurFactory(nom="Fantôme")
            assert Document.objects.count() == 1
            transaction.set_rollback(True)
        assert (Acteur.objects.count(), Document.objects.count()) == (0, 0)

    def test_un_brouillon_dont_le_siege_a_disparu_se_publie(self):
        siege = ActeurFactory()
        acteur = ActeurFactory()
        acteur.parent = siege
        revision = acteur.save_revision()
        siege.delete()
        relire(acteur).get_latest_revision().publish()
        assert (relire(acteur).parent_id, revision.pk) == (None, revision.pk)


class TestAppliquer:
    def test_une_seconde_fois_ne_change_rien(self):
        source = SourceFactory()
        champs = {
            "nom": "Même",
            "lieux": [{"adresse": "1 rue", "latitude": 47.0, "longitude": -1.0}],
            "contacts.site": [{"valeur": "https://exemple.example", "public": True}],
            "etiquettes": ["Vrac", "vrac"],
        }
        pk = appliquer_lot([Ecriture(champs)], source)[0].acteur
        version = Document.objects.get(objet_id=pk).version
        bilan = appliquer(pk, champs, source)
        assert (bilan.etat, bilan.changes, bilan.gardes) == ("inchange", [], [])
        assert Document.objects.get(objet_id=pk).version == version

    def test_un_import_n_ecrase_pas_ce_que_la_redaction_a_saisi_meme_vide(self):
        source = SourceFactory()
        pk = appliquer_lot([Ecriture({"nom": "N", "accroche": "Importée"})], source)[0].acteur
        acteur = Acteur.objects.get(pk=pk)
        acteur.accroche = ""
        acteur.save()
        bilan = appliquer(pk, {"accroche": "Importée encore"}, source)
        assert (bilan.gardes, Acteur.objects.get(pk=pk).accroche) == (["accroche"], "")

    def test_le_proprietaire_passe_avant_la_redaction(self):
        acteur = ActeurFactory()
        appliquer(acteur, {"accroche": "La mienne"}, PROPRIETAIRE)
        bilan = appliquer(acteur, {"accroche": "La nôtre"}, REDACTION)
        assert (bilan.gardes, relire(acteur).accroche) == (["accroche"], "La mienne")

    def test_une_autre_source_ne_remplit_que_le_vide(self):
        une, autre = SourceFactory(nom="Une"), SourceFactory(nom="Autre")
        pk = appliquer_lot([Ecriture({"nom": "N", "sigle": "UNE"})], une)[0].acteur
        bilan = appliquer(pk, {"sigle": "AUTRE", "offre": "Du pain"}, autre)
        apres = Acteur.objects.get(pk=pk)
        assert (bilan.changes, bilan.gardes) == (["offre"], ["sigle"])
        assert (apres.sigle, apres.offre) == ("UNE", "Du pain")
        assert {c: p["source"] for c, p in apres.provenance.items()} == {
            "nom": une.pk,
            "sigle": une.pk,
            "offre": autre.pk,
        }

    def test_les_contacts_se_partagent_par_moyen(self):
        une, autre = SourceFactory(nom="Une"), SourceFactory(nom="Autre")
        site = {"contacts.site": [{"valeur": "https://a.example", "public": True}]}
        pk = appliquer_lot([Ecriture({"nom": "N", **site})], une)[0].acteur
        appliquer(pk, {"contacts.telephone": [{"valeur": "+33261910001"}]}, autre)
        acteur = Acteur.objects.get(pk=pk)
        assert [(c.genre, c.valeur, c.public) for c in acteur.contacts.all()] == [
            ("telephone", "+33261910001", False),
            ("site", "https://a.example", True),
        ]

    def test_les_lieux_gardent_leurs_cles_et_les_lieux_en_trop_s_en_vont(self):
        source = SourceFactory()
        lieux = [{"adresse": "1 rue"}, {"adresse": "2 rue"}]
        pk = appliquer_lot([Ecriture({"nom": "N", "lieux": lieux})], source)[0].acteur
        premier = Lieu.objects.filter(acteur=pk).first().pk
        appliquer(pk, {"lieux": [{"adresse": "3 rue"}]}, source)
        assert list(Lieu.objects.filter(acteur=pk).values_list("pk", "adresse")) == [
            (premier, "3 rue")
        ]

    def test_un_champ_inconnu_est_une_erreur_de_programme(self):
        with pytest.raises(KeyError, match="statut"):
            appliquer(ActeurFactory(), {"statut": "ferme"}, SourceFactory())

    def test_le_lot_a_un_cout_constant(self, django_assert_num_queries):
        source = SourceFactory()
        domaine = DomaineFactory().pk

        def lot(n):
            return [
                Ecriture(
                    {
                        "nom": f"N{i}",
                        "domaines": [domaine],
                        "lieux": [{"adresse": "1 rue"}],
                        "contacts.site": [{"valeur": "https://a.example"}],
                        "etiquettes": ["vrac"],
                    },
                    identifiant=f"{n}-{i}",
                )
                for i in range(n)
            ]

        appliquer_lot(lot(2), source)
        with django_assert_num_queries(39):
            appliquer_lot(lot(1), source)
        with django_assert_num_queries(39):
            appliquer_lot(lot(3), source)


class TestVie:
    def test_fermer_puis_rouvrir(self):
        acteur = ActeurFactory()
        vie.fermer(acteur)
        assert (relire(acteur).statut, relire(acteur).ferme_le, document(acteur)) == (
            "ferme",
            timezone.localdate(),
            None,
        )
        vie.rouvrir(acteur)
        assert (relire(acteur).statut, relire(acteur).ferme_le) == ("en_activite", None)
        assert document(acteur).titre == acteur.nom

    def test_fusionner_ne_peut_pas_tourner_en_rond(self):
        un, deux = ActeurFactory(), ActeurFactory()
        vie.fusionner(un, deux)
        with pytest.raises(ValidationError):
            vie.fusionner(relire(deux), relire(un))
        assert (relire(un).fusionne_vers, relire(deux).statut) == (deux, "en_activite")

    def test_publier_et_masquer_disent_combien_ont_change(self):
        brouillon, publie = ActeurFactory(brouillon=True), ActeurFactory()
        assert vie.publier([brouillon, publie]) == 1
        assert vie.masquer([brouillon, publie]) == 2
        assert Acteur.objects.publies().count() == 0

    def test_verifier_note_le_jour(self):
        acteur = ActeurFactory()
        vie.verifier(acteur)
        assert relire(acteur).verifie_le == timezone.localdate()


class TestContactsDuDocument:
    def test_un_contact_prive_n_est_pas_public(self):
        acteur = ActeurFactory()
        ContactFactory(acteur=acteur, public=False)
        visible = ContactFactory(acteur=acteur, genre="site", valeur="https://a.example")
        assert relire(acteur).contacts_publics == [visible]
