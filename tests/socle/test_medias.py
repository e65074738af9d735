"""Pictures and documents: what is stored, under what name, and what is refused."""

import io
import re
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from socle import medias
from socle.models import DocumentPortail, ImagePortail
from tests.espace.fabriques import CompteFactory
from tests.socle import fabriques
from tests.socle.fabriques import DocumentFactory, ImageFactory

BLEU, ROUGE = (0, 0, 255), (255, 0, 0)


def nettoyee(brut):
    return medias.nettoyer(ContentFile(brut, name="telephone.jpg"))


def durees(fichier):
    image = Image.open(fichier)
    obtenues = []
    for rang in range(image.n_frames):
        image.seek(rang)
        image.load()
        obtenues.append(int(image.info["duration"]))
    return obtenues


def proche(couleur, attendue):
    return all(abs(a - b) < 12 for a, b in zip(couleur, attendue, strict=True))


@pytest.mark.parametrize(
    ("format", "extension"),
    [
        ("JPEG", "jpg"),
        ("PNG", "png"),
        ("WEBP", "webp"),
        ("AVIF", "avif"),
        ("HEIF", "jpg"),
        ("MPO", "jpg"),
    ],
)
class TestMetadonnees:
    def test_rien_ne_reste_que_l_image_et_son_profil(self, format, extension):
        brut = fabriques.image_brute(format, orientation=6)
        fichier = nettoyee(brut)
        image = Image.open(fichier)
        assert (brut.count(fabriques.SECRET) > 0, fichier.read().count(fabriques.SECRET)) == (
            True,
            0,
        )
        assert dict(image.getexif()) == {}
        assert image.info.get("icc_profile") == fabriques.PROFIL
        assert fichier.name == f"image.{extension}"

    def test_l_orientation_est_appliquee_aux_pixels(self, format, extension):
        image = Image.open(nettoyee(fabriques.image_brute(format, orientation=6))).convert("RGB")
        assert image.size == (40, 60)
        assert proche(image.getpixel((20, 5)), BLEU)
        assert proche(image.getpixel((20, 55)), ROUGE)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "AVIF"])
def test_une_animation_reste_animee(format):
    fichier = nettoyee(fabriques.animation_brute(format))
    assert durees(fichier) == [100, 200, 300]
    if format != "AVIF":
        assert Image.open(fichier).info["loop"] == 0


def test_une_animation_perd_ses_metadonnees():
    brut = fabriques.animation_brute("GIF", comment=fabriques.SECRET)
    assert nettoyee(brut).read().count(fabriques.SECRET) == 0
    brut = fabriques.animation_brute("WEBP", exif=fabriques.exif())
    assert nettoyee(brut).read().count(fabriques.SECRET) == 0


def test_un_jpeg_droit_garde_ses_tables_et_perd_son_commentaire():
    brut = fabriques.image_brute(comment=fabriques.SECRET)
    fichier = nettoyee(brut)
    assert fichier.read().count(fabriques.SECRET) == 0
    avant, apres = Image.open(io.BytesIO(brut)), Image.open(fichier)
    assert apres.quantization == avant.quantization
    assert [composante[1:3] for composante in apres.layer] == [(2, 2), (1, 1), (1, 1)]


def test_ce_qui_suit_l_image_disparait():
    brut = fabriques.image_brute() + b"<script>" + fabriques.SECRET
    assert nettoyee(brut).read().count(b"<script>") == 0


def test_un_webp_sans_perte_le_reste():
    brut = fabriques.image_brute("WEBP", lossless=True, exif=b"", xmp=b"", icc_profile=None)
    assert b"VP8L" in nettoyee(brut).read()[:64]


def test_un_png_transparent_le_reste():
    sortie = io.BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(sortie, "PNG")
    assert Image.open(nettoyee(sortie.getvalue())).getpixel((0, 0)) == (1, 2, 3, 0)


def test_un_heic_transparent_devient_un_jpeg():
    sortie = io.BytesIO()
    Image.new("RGBA", (64, 64), (10, 200, 30, 255)).save(sortie, "HEIF")
    image = Image.open(nettoyee(sortie.getvalue()))
    assert (image.format, image.mode) == ("JPEG", "RGB")


def test_un_jpeg_cmjn_le_reste():
    sortie = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(sortie, "JPEG")
    assert Image.open(nettoyee(sortie.getvalue())).mode == "CMYK"


def bombe(largeur, hauteur):
    """A PNG of a few bytes whose header announces *largeur* × *hauteur*."""

    def bloc(nom, contenu):
        somme = zlib.crc32(nom + contenu).to_bytes(4, "big")
        return len(contenu).to_bytes(4, "big") + nom + contenu + somme

    entete = largeur.to_bytes(4, "big") + hauteur.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    donnees = zlib.compress(b"\0" * 100)
    blocs = bloc(b"IHDR", entete) + bloc(b"IDAT", donnees) + bloc(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + blocs


@pytest.mark.parametrize("cote", [6_500, 10_000, 20_000])
def test_une_bombe_de_pixels_est_refusee_avec_une_phrase(cote):
    with pytest.raises(medias.ImageRefusee) as refus:
        nettoyee(bombe(cote, cote))
    assert refus.value.messages == [
        "Cette image est trop grande\xa0: 40 millions de pixels au plus."
    ]


def test_les_vues_d_une_animation_comptent(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_000
    with pytest.raises(medias.ImageRefusee) as refus:
        nettoyee(fabriques.animation_brute())
    assert refus.value.code == "pixels"


@pytest.mark.parametrize(
    "brut", [b"", b"bonjour", b"<svg xmlns='http://www.w3.org/2000/svg'/>", bombe(10, 10)]
)
def test_ce_qui_n_est_pas_une_image_est_refuse(brut):
    with pytest.raises(medias.ImageRefusee) as refus:
        nettoyee(brut)
    assert refus.value.messages == [
        "Ce fichier n’est pas une image lisible\xa0: il est abîmé ou d’un autre type."
    ]


def test_un_type_qu_on_ne_sert_pas_est_refuse():
    sortie = io.BytesIO()
    Image.new("RGB", (4, 4)).save(sortie, "TIFF")
    with pytest.raises(medias.ImageRefusee) as refus:
        nettoyee(sortie.getvalue())
    assert refus.value.code == "type"


@pytest.mark.django_db
class TestImagePortail:
    def test_creee_par_le_code(self):
        image = ImageFactory(brut=fabriques.image_brute(orientation=6))
        image.refresh_from_db()
        brut = image.file.storage.open(image.file.name).read()
        assert brut.count(fabriques.SECRET) == 0
        assert (image.width, image.height, image.file_size) == (40, 60, len(brut))
        assert re.fullmatch(r"images/[0-9a-f]{32}\.jpg", image.file.name)

    def test_donnee_au_champ(self):
        image = ImagePortail(title="x")
        image.file.save("x.png", ContentFile(fabriques.image_brute("PNG")), save=True)
        assert image.file.storage.open(image.file.name).read().count(fabriques.SECRET) == 0

    def test_creee_par_lot(self):
        brut = ContentFile(fabriques.image_brute(), name="x.jpg")
        (image,) = ImagePortail.objects.bulk_create([ImagePortail(title="x", file=brut)])
        assert image.file.storage.open(image.file.name).read().count(fabriques.SECRET) == 0

    def test_refusee_par_le_code(self):
        with pytest.raises(ValidationError):
            ImageFactory(brut=b"rien")
        assert ImagePortail.objects.count() == 0

    def test_l_accord_a_obtenir_n_est_pas_publiable(self):
        montree, gardee = ImageFactory(), ImageFactory(a_obtenir=True)
        assert (montree.est_publiable, gardee.est_publiable) == (True, False)
        assert list(ImagePortail.objects.publiables()) == [montree]
        assert ImagePortail().est_publiable is False

    def test_la_mention_est_le_credit_sinon_l_auteur(self):
        assert ImagePortail(credit="Mairie", auteur="Léa").mention == "Mairie"
        assert ImagePortail(auteur="Léa").mention == "Léa"

    def test_la_vignette_ne_dit_rien_non_plus(self):
        vignette = ImageFactory().get_rendition("width-20")
        assert vignette.file.storage.open(vignette.file.name).read().count(fabriques.SECRET) == 0
        assert re.fullmatch(r"images/[0-9a-f]{32}\.width-20\.jpg", vignette.file.name)


@pytest.fixture
def redaction(client):
    client.force_login(CompteFactory(admin=True))
    return client


def televerse(format="JPEG", nom="IMG.jpg", brut=None, **options):
    brut = brut if brut is not None else fabriques.image_brute(format, **options)
    return SimpleUploadedFile(nom, brut, content_type="image/jpeg")


def champs(**autres):
    racine = Collection.get_first_root_node().pk
    return {
        "title": "Fête",
        "collection": racine,
        "accord_personnes": "oui",
        "licence": "cc_by",
        **autres,
    }


@pytest.mark.ignore_template_errors  # Wagtail's own templates count on missing variables
@pytest.mark.django_db
class TestAdministration:
    def test_une_image_envoyee_est_nettoyee(self, redaction):
        adresse = reverse("wagtailimages:add")
        reponse = redaction.post(adresse, champs(file=televerse(orientation=6)))
        assert reponse.status_code == 302
        image = ImagePortail.objects.get()
        brut = image.file.storage.open(image.file.name).read()
        assert (brut.count(fabriques.SECRET), image.width, image.height) == (0, 40, 60)
        assert (image.file_size, image.licence) == (len(brut), "cc_by")

    def test_un_heic_est_pris_et_montrable_partout(self, redaction):
        redaction.post(reverse("wagtailimages:add"), champs(file=televerse("HEIF", "IMG.heic")))
        assert ImagePortail.objects.get().file.name.endswith(".jpg")

    def test_un_envoi_multiple_est_nettoye_avant_d_attendre_son_accord(self, redaction):
        reponse = redaction.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "x", "files[]": televerse(), "collection": champs()["collection"]},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert reponse.json()["success"] is True
        attente = UploadedFile.objects.get()
        assert attente.file.storage.open(attente.file.name).read().count(fabriques.SECRET) == 0
        prefixe = f"uploaded-image-{attente.pk}"
        donnees = {f"{prefixe}-{cle}": valeur for cle, valeur in champs().items()}
        adresse = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[attente.pk])
        reponse = redaction.post(adresse, donnees, headers={"X-Requested-With": "XMLHttpRequest"})
        assert reponse.json()["success"] is True
        image = ImagePortail.objects.get()
        assert image.file.storage.open(image.file.name).read().count(fabriques.SECRET) == 0
        assert (image.accord_personnes, image.width) == ("oui", 60)

    def test_un_envoi_multiple_refuse_le_dit(self, redaction):
        reponse = redaction.post(
            reverse("wagtailimages:add_multiple"),
            {"title": "x", "files[]": televerse(brut=fabriques.image_brute()[:400])},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert reponse.json() == {
            "success": False,
            "error_message": "Ce fichier n’est pas une image lisible\xa0: "
            "il est abîmé ou d’un autre type.",
        }

    def test_remplacer_le_fichier_nettoie_aussi(self, redaction):
        image = ImageFactory()
        ancien = image.file.name
        adresse = reverse("wagtailimages:edit", args=[image.pk])
        assert redaction.post(adresse, champs(file=televerse(orientation=6))).status_code == 302
        image.refresh_from_db()
        assert (image.file.name == ancien, image.width) == (False, 40)
        assert image.file.storage.open(image.file.name).read().count(fabriques.SECRET) == 0

    def test_changer_le_titre_garde_le_fichier(self, redaction):
        image = ImageFactory()
        adresse = reverse("wagtailimages:edit", args=[image.pk])
        assert redaction.post(adresse, champs(title="Autre")).status_code == 302
        assert ImagePortail.objects.get().file.name == image.file.name

    @pytest.mark.parametrize(
        ("nom", "brut"),
        [
            ("abimee.jpg", fabriques.image_brute()[:400]),
            ("bombe.png", bombe(10_000, 10_000)),
            ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'></svg>"),
            ("menteuse.png", fabriques.image_brute()),
            ("vide.jpg", b""),
        ],
        ids=["abimee", "bombe", "svg", "menteuse", "vide"],
    )
    def test_un_fichier_refuse_est_dit_dans_le_formulaire(self, redaction, nom, brut):
        adresse = reverse("wagtailimages:add")
        reponse = redaction.post(adresse, champs(file=televerse(nom=nom, brut=brut)))
        assert reponse.status_code == 200
        assert len(reponse.context["form"].errors["file"]) == 1
        assert ImagePortail.objects.count() == 0


@pytest.mark.django_db
class TestAttente:
    def test_une_image_qui_attend_est_deja_nettoyee(self, django_app_types):
        attente = UploadedFile.objects.create(
            file=televerse(nom="Chez Dupont.jpg"), for_content_type=django_app_types(ImagePortail)
        )
        assert attente.file.storage.open(attente.file.name).read().count(fabriques.SECRET) == 0
        assert re.fullmatch(r"wagtail_uploads/[0-9a-f]{32}\.jpg", attente.file.name)

    def test_un_document_qui_attend_a_un_nom_qu_on_ne_devine_pas(self, django_app_types):
        attente = UploadedFile.objects.create(
            file=SimpleUploadedFile("plan.txt", b"x"),
            for_content_type=django_app_types(DocumentPortail),
        )
        nom = attente.file.name
        attente.save()
        assert re.fullmatch(r"wagtail_uploads/[0-9a-f]{32}\.txt", nom)
        assert attente.file.name == nom


@pytest.fixture
def django_app_types():
    from django.contrib.contenttypes.models import ContentType

    return ContentType.objects.get_for_model


@pytest.mark.ignore_template_errors  # Wagtail's own templates count on missing variables
@pytest.mark.django_db
class TestDocuments:
    def test_un_document_se_telecharge_sous_un_nom_lisible_et_introuvable(
        self, client, settings, tmp_path
    ):
        fichiers = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
        settings.MEDIA_ROOT = tmp_path
        settings.STORAGES = {**settings.STORAGES, "default": fichiers}
        document = DocumentFactory()
        assert re.fullmatch(r"documents/statuts-signes-[0-9a-f]{32}\.txt", document.file.name)
        reponse = client.get(document.url)
        assert reponse.status_code == 200
        nom = document.file.name.removeprefix("documents/")
        assert reponse.headers["Content-Disposition"] == f'attachment; filename="{nom}"'
        assert b"".join(reponse.streaming_content) == b"Article 1"

    @pytest.mark.parametrize(
        ("nom", "brut"),
        [
            ("a.pdf", b"%PDF-1.7 ..."),
            ("a.txt", "élégant".encode()),
            ("a.csv", b"a;b\n1;2"),
            ("a.docx", fabriques.archive("[Content_Types].xml", "word/document.xml")),
            ("a.ods", fabriques.archive("mimetype", "content.xml")),
            ("a.zip", fabriques.archive("n’importe quoi")),
        ],
    )
    def test_un_contenu_conforme_entre(self, redaction, nom, brut):
        donnees = champs(file=SimpleUploadedFile(nom, brut))
        assert redaction.post(reverse("wagtaildocs:add"), donnees).status_code == 302
        assert DocumentPortail.objects.count() == 1

    @pytest.mark.parametrize(
        ("nom", "brut", "phrase"),
        [
            ("a.pdf", b"<html>", "Le contenu de ce fichier n’est pas celui qu’annonce son nom."),
            ("a.csv", b"PK\0\0", "Le contenu de ce fichier n’est pas celui qu’annonce son nom."),
            ("a.xlsx", b"PK", "Le contenu de ce fichier n’est pas celui qu’annonce son nom."),
            (
                "a.xlsx",
                fabriques.archive("word/document.xml"),
                "Le contenu de ce fichier n’est pas celui qu’annonce son nom.",
            ),
            (
                "a.docx",
                fabriques.archive("word/document.xml", "word/vbaProject.bin"),
                "Ce document contient des macros\xa0: enregistrez-le sans elles.",
            ),
            (
                "a.odt",
                fabriques.archive("content.xml", "Basic/Standard/Module1.xml"),
                "Ce document contient des macros\xa0: enregistrez-le sans elles.",
            ),
        ],
    )
    def test_un_contenu_qui_ment_est_refuse(self, redaction, nom, brut, phrase):
        donnees = champs(file=SimpleUploadedFile(nom, brut))
        reponse = redaction.post(reverse("wagtaildocs:add"), donnees)
        assert reponse.context["form"].errors["file"] == [phrase]
        assert DocumentPortail.objects.count() == 0

    @pytest.mark.parametrize("nom", ["a.svg", "a.html", "a.docm", "a.exe"])
    def test_un_type_qu_on_ne_sert_pas_est_refuse(self, redaction, nom):
        donnees = champs(file=SimpleUploadedFile(nom, b"x"))
        reponse = redaction.post(reverse("wagtaildocs:add"), donnees)
        assert len(reponse.context["form"].errors["file"]) == 1

    def test_changer_le_titre_garde_le_fichier(self, redaction):
        document = DocumentFactory()
        adresse = reverse("wagtaildocs:edit", args=[document.pk])
        assert redaction.post(adresse, champs(title="Autre")).status_code == 302
        assert DocumentPortail.objects.get().file.name == document.file.name


@pytest.mark.parametrize(
    ("nom", "attendu"), [("a.JPG", "jpg"), ("sans", "bin"), ("a.tar.gz", "gz")]
)
def test_extension(nom, attendu):
    assert medias.extension_de(nom) == attendu
