"""Workbooks: one list as CSV, XLSX and ODS gives one directory; what cannot be opened is said."""

from datetime import date, datetime

import pytest

from annuaire.imports import profils
from annuaire.imports.fiches import FichierIllisible
from annuaire.imports.lecture import Fichier
from annuaire.imports.tableurs import Archive, archives
from annuaire.imports.tableurs.xlsx import ClasseurXlsx, _Cellules
from annuaire.models import Acteur
from annuaire.provenances import photographier
from tests.annuaire.imports.classeurs import (
    ENTETE_ODS,
    MIMETYPE,
    PIED_ODS,
    Formule,
    ecrire_ods,
    ecrire_xlsx,
    ecrire_zip,
)

PROFIL = profils.charger("tissage")
ECRITURES = {"xlsx": ecrire_xlsx, "ods": ecrire_ods}


@pytest.fixture(params=sorted(ECRITURES))
def ecrire(request, tmp_path):
    """``ecrire({sheet: rows})`` → the path of a workbook, whose name says nothing of its kind."""
    return lambda feuilles, **options: ECRITURES[request.param](
        tmp_path / "liste.csv", feuilles, **options
    )


def lire(chemin):
    """(Fichier, cells of its rows without the empty ones)."""
    fichier = Fichier(chemin, PROFIL)
    lignes = list(fichier.lignes())
    assert len(lignes) == fichier.total
    return fichier, [{n: v for n, v in x.cellules.items() if v} for x in lignes]


def refus(chemin):
    with pytest.raises(FichierIllisible) as erreur:
        Fichier(chemin, PROFIL)
    return str(erreur.value)


def test_chaque_genre_de_cellule_devient_le_texte_d_un_csv(ecrire):
    _, lignes = lire(
        ecrire(
            {
                "Liste": [
                    ["nom", "code_postal", "latitude", "cree_en", "itinerant", "description"],
                    ["A", 44000.0, 47.2184, date(2024, 3, 12), True, "un\ndeux  trois\tquatre"],
                    ["B", 1000, -1.5, datetime(2024, 3, 12, 10, 30), False, "=1+1"],
                ]
            }
        )
    )
    assert lignes == [
        {
            "nom": "A",
            "code_postal": "44000",
            "latitude": "47.2184",
            "cree_en": "2024-03-12",
            "itinerant": "oui",
            "description": "un\ndeux  trois\tquatre",
        },
        {
            "nom": "B",
            "code_postal": "1000",
            "latitude": "-1.5",
            "cree_en": "2024-03-12 10:30",
            "itinerant": "non",
            "description": "=1+1",
        },
    ]


EN_TETE = ["identifiant", "nom", "adresse", "code_postal", "commune", "telephone", "categories"]
MAIN = [
    ["1", "L’Épicerie d’été", "1 rue X", "44190", "Clisson", "0240123456", "épicerie|vrac"],
    ["2", "Vélo & Cie", "2 rue <Y>", "44000", "Nantes", "0612345678", "réparation de vélos"],
    ["3", "Sans adresse", "", "", "", "", ""],
]


def photos_de(importer, contenu):
    """The photographs of a list imported under its own source, by identifier."""
    source = f"Source {Acteur.objects.count()}"
    compte, _ = importer(contenu, source=source)
    assert compte.etats == {"cree": len(MAIN)}
    acteurs = Acteur.objects.filter(source__nom=source).order_by("pk")
    return list(photographier(acteurs.values("pk")).values())


def test_une_liste_en_csv_xlsx_et_ods_donne_le_meme_annuaire(importer, pays, tmp_path):
    texte = "\n".join(",".join(f'"{cellule}"' for cellule in ligne) for ligne in [EN_TETE, *MAIN])
    nombres = [
        [int(c) if c.isdigit() else c or None for c in ligne] if ligne[0] == "2" else ligne
        for ligne in MAIN
    ]
    feuille = [["Nos adresses"], [], [None, *EN_TETE], *([None, *ligne] for ligne in nombres)]
    attendues = photos_de(importer, texte)
    assert attendues[0]["lieux"][0]["commune_id"] == "44043"
    for ecrire in (ecrire_xlsx, ecrire_ods):
        Acteur.objects.all().delete()
        chemin = ecrire(tmp_path / "classeur", {"Feuille1": feuille})
        assert photos_de(importer, chemin.read_bytes()) == attendues


def test_un_second_passage_ne_change_rien_quel_que_soit_le_format(importer, pays, tmp_path):
    feuilles = {"Liste": [EN_TETE, *MAIN]}
    importer(ecrire_xlsx(tmp_path / "a", feuilles).read_bytes())
    assert importer.etats(ecrire_ods(tmp_path / "b", feuilles).read_bytes()) == ["inchange"] * 3


# ------------------------------------------------------------------ sheets, rows, columns
def test_la_premiere_feuille_qui_nomme_ses_colonnes_est_lue_les_autres_sont_dites(ecrire):
    feuilles = {
        "Secrète": [["nom"], ["Z"]],
        "Vide": [],
        "Lisez-moi": [["Ce classeur liste les acteurs"]],
        "Acteurs": [["nom"], ["A"]],
        "Autres": [["nom"], ["B"]],
    }
    fichier, lignes = lire(ecrire(feuilles, cachees=["Secrète"]))
    assert lignes == [{"nom": "A"}]
    assert fichier.avertissements == [
        "Feuille lue : « Acteurs ». Feuilles laissées de côté : Lisez-moi, Autres, Secrète."
    ]


def test_une_feuille_cachee_est_lue_s_il_n_y_a_qu_elle(ecrire):
    feuilles = {"Notes": [["Rien"]], "Liste": [["nom"], ["A"]]}
    assert lire(ecrire(feuilles, cachees=["Liste"]))[1] == [{"nom": "A"}]


def test_titres_lignes_et_colonnes_vides(ecrire):
    fichier, lignes = lire(
        ecrire(
            {
                "Liste": [
                    ["Acteurs du pays"],
                    [],
                    [None, "Nom", None, "Commune", "Suivi interne"],
                    [],
                    [None, "A", None, "Nantes", "x", "commentaire"],
                    [None, "B"],
                    [None, "  "],
                    [None, "Total", None, 2],
                ]
            }
        )
    )
    assert [(x.numero, x.cellules, x.defaut) for x in fichier.lignes()] == [
        (5, {"nom": "A", "commune": "Nantes"}, ""),
        (6, {"nom": "B", "commune": ""}, ""),
        (8, {}, "ligne de total, pas un acteur"),
    ]
    assert len(lignes) == 3
    assert fichier.colonnes_ignorees == ["Suivi interne"]
    assert fichier.avertissements == ["1 ligne au-dessus de l’en-tête n’est pas lue."]


def test_les_colonnes_trop_lointaines_sont_dites(ecrire):
    fichier, _ = lire(ecrire({"Liste": [["nom"], ["A", *[None] * 520, "x"]]}))
    assert fichier.avertissements == ["Les colonnes au-delà de la 500e ne sont pas lues."]


def test_sans_en_tete_les_colonnes_lues_sont_dites(ecrire):
    assert refus(ecrire({"Liste": [["chose", "ville"], ["A", "B"]]})) == (
        "La première ligne doit nommer les colonnes, dont « nom ». Colonnes lues : chose, ville."
    )


@pytest.mark.parametrize("feuilles", [{"Vide": []}, {"Vide": [], "Blanche": [["  "], [None]]}])
def test_un_classeur_vide(ecrire, feuilles):
    assert refus(ecrire(feuilles)) == "Ce classeur est vide."


def test_une_formule_donne_sa_valeur(tmp_path):
    chemin = ecrire_ods(
        tmp_path / "l", {"L": [["nom", "effectif"], [Formule("=A1", "A"), Formule("=1+1", 2)]]}
    )
    assert lire(chemin)[1] == [{"nom": "A", "effectif": "2"}]


def test_une_formule_jamais_calculee_se_dit(tmp_path):
    chemin = ecrire_xlsx(tmp_path / "l", {"L": [["nom", "effectif"], ["A", Formule("=1+1", 2)]]})
    (ligne,) = Fichier(chemin, PROFIL).lignes()
    assert ligne.remarques == (
        ("formule", "Colonne B : formule sans valeur enregistrée, laissée de côté."),
    )


# ------------------------------------------------------------------ XML as programs write it
FEUILLE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx_a_la_main(chemin, rangees, textes="", styles="", classeur="", liens=""):
    """An XLSX whose only sheet holds *rangees*, in XML."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s'
        "</Relationships>"
    )
    lien = f'<Relationship Id="%s" Type="{RELATIONS}/%s" Target="%s"/>'
    return ecrire_zip(
        chemin,
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations % (lien % ("r", "officeDocument", "/xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{FEUILLE}" xmlns:r="{RELATIONS}">{classeur}'
            '<sheets><sheet name="A" r:id="a"/><sheet name="G" r:id="g"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations
            % (
                lien % ("a", "worksheet", "worksheets/f.xml")
                + lien % ("g", "chartsheet", "chartsheets/g.xml")
                + lien % ("t", "sharedStrings", "sharedStrings.xml")
                + lien % ("s", "styles", "/xl/styles.xml")
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{FEUILLE}">{textes}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{FEUILLE}">{styles}</styleSheet>',
            "xl/worksheets/f.xml": f'<worksheet xmlns="{FEUILLE}"><sheetData>{rangees}'
            "</sheetData></worksheet>",
        },
    )


NOM = '<row><c t="inlineStr"><is><t>nom</t></is></c><c t="str"><v>cree_en</v></c></row>'


def test_textes_partages_en_morceaux_echappes_et_aides_de_lecture(tmp_path):
    textes = (
        "<si><t>nom</t></si><si><r><t>Épi</t></r><r><t>cerie_x000D_</t></r>"
        "<rPh><t>aide</t></rPh></si>"
    )
    rangees = (
        '<row r="4"><c r="B4" t="s"><v>0</v></c></row>'
        '<row r="9"><c r="B9" t="s"><v>1</v></c><c r="C9"/></row>'
    )
    fichier = Fichier(xlsx_a_la_main(tmp_path / "l", rangees, textes), PROFIL)
    assert [(x.numero, x.cellules) for x in fichier.lignes()] == [(9, {"nom": "Épicerie\r"})]


@pytest.mark.parametrize(
    ("style", "valeur", "lu"),
    [
        (0, "45363", "45363"),
        (1, "45363", "2024-03-12"),
        (2, "45363.4375", "2024-03-12 10:30"),
        (3, "45363", "45363"),
        (4, "45363", "2024-03-12"),
        (1, "0.4375", "10:30"),
        (1, "1", "1900-01-01"),
        (1, "9999999", "9999999"),
        (9, "45363", "45363"),
        (0, "47.218400000000003", "47.2184"),
        (0, "1e300", "1e+300"),
    ],
)
def test_un_nombre_est_une_date_selon_son_format(tmp_path, style, valeur, lu):
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="[$-40C]d mmm yyyy;@"/>'
        '<numFmt numFmtId="165" formatCode="0 &quot;jours&quot;"/>'
        '<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
        '<xf numFmtId="166"/></cellXfs>'
    )
    rangee = f'<row><c t="str"><v>A</v></c><c s="{style}"><v>{valeur}</v></c></row>'
    chemin = xlsx_a_la_main(tmp_path / "l", NOM + rangee, styles=styles)
    assert lire(chemin)[1] == [{"nom": "A", "cree_en": lu}]


def test_les_dates_depuis_1904_et_les_dates_iso(tmp_path):
    rangees = (
        '<row><c t="str"><v>A</v></c><c s="0"><v>43901</v></c></row>'
        '<row><c t="str"><v>B</v></c><c t="d"><v>2024-03-12T00:00:00Z</v></c></row>'
        '<row><c t="str"><v>C</v></c><c t="d"><v>hier</v></c></row>'
        '<row><c t="str"><v>D</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    classeur = '<workbookPr date1904="1"/>'
    chemin = xlsx_a_la_main(tmp_path / "l", NOM + rangees, styles=styles, classeur=classeur)
    assert [x.get("cree_en") for x in lire(chemin)[1]] == ["2024-03-12", "2024-03-12", "hier", None]


def ods_a_la_main(chemin, rangees):
    table = f'<table:table table:name="L">{rangees}</table:table>'
    return ecrire_zip(chemin, {"mimetype": MIMETYPE, "content.xml": ENTETE_ODS + table + PIED_ODS})


def test_les_repetitions_les_notes_et_les_dessins_d_un_ods(tmp_path):
    rangees = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        "<table:table-row><table:table-cell "
        'office:value-type="string"><text:p>nom</text:p></table:table-cell>'
        "<table:covered-table-cell/>"
        '<table:table-cell office:value-type="string"><text:p>commune</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p>'
        "</office:annotation><text:p>L’<text:a>Épi</text:a><text:s/>A<text:line-break/>B</text:p>"
        "<draw:frame><draw:text-box><text:p>dessin</text:p></draw:text-box></draw:frame>"
        '</table:table-cell><table:table-cell table:number-columns-repeated="2" '
        'office:value-type="string" office:string-value="Nantes"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    fichier = Fichier(ods_a_la_main(tmp_path / "l", rangees), PROFIL)
    attendu = {"nom": "L’Épi A\nB", "commune": "Nantes"}
    assert [(x.numero, x.cellules) for x in fichier.lignes()] == [(5, attendu), (6, attendu)]


# ------------------------------------------------------------------ what is not opened
TROP_GROS = "Ce classeur est trop gros une fois ouvert : enregistrez la feuille en CSV."
ABIME = "Ce classeur est abîmé : ouvrez-le dans un tableur et enregistrez-le de nouveau."
MACROS = "Ce classeur contient des macros : enregistrez-le sans macros, au format XLSX ou ODS."
PROTEGE = "Ce classeur est protégé par un mot de passe : enregistrez-en une copie sans protection."
PAS_UNE_LISTE = "Ce fichier n’est pas une liste : c’est "


@pytest.mark.parametrize(
    ("parties", "phrase"),
    [
        ({"xl/workbook.xml": "", "[Content_Types].xml": "", "xl/vbaProject.bin": ""}, MACROS),
        ({"mimetype": MIMETYPE, "Basic/Standard/script-lb.xml": ""}, MACROS),
        ({"mimetype": MIMETYPE, "META-INF/manifest.xml": "<m:encryption-data/>"}, PROTEGE),
        ({"mimetype": MIMETYPE}, ABIME),
        ({"mimetype": MIMETYPE, "content.xml": "<a>"}, ABIME),
        ({"xl/workbook.xml": "<a>", "[Content_Types].xml": ""}, ABIME),
        (
            {"mimetype": MIMETYPE, "content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            ABIME,
        ),
        (
            {"mimetype": "application/vnd.oasis.opendocument.text"},
            f"{PAS_UNE_LISTE}un document qui n’est pas un classeur.",
        ),
        (
            {"xl/workbook.bin": ""},
            f"{PAS_UNE_LISTE}un classeur Excel binaire : enregistrez-le au format XLSX.",
        ),
        ({"[Content_Types].xml": "", "word/document.xml": ""}, f"{PAS_UNE_LISTE}un document Word."),
        (
            {"Index/Document.iwa": ""},
            f"{PAS_UNE_LISTE}un classeur Numbers : exportez-le au format XLSX ou CSV.",
        ),
        ({"liste.csv": "nom"}, f"{PAS_UNE_LISTE}une archive : sortez-en d’abord la liste."),
        ({}, f"{PAS_UNE_LISTE}une archive : sortez-en d’abord la liste."),
        ({"xl/a.xml": b"0" * (17 * 2**20), "[Content_Types].xml": ""}, TROP_GROS),
    ],
)
def test_ce_qui_ne_s_ouvre_pas_est_dit(tmp_path, parties, phrase):
    assert refus(ecrire_zip(tmp_path / "liste.xlsx", parties)) == phrase


@pytest.mark.parametrize("borne", ["TAILLE_MAX", "TAILLE_MAX_TEXTES", "PARTIES_MAX"])
def test_une_archive_enorme_ou_aux_textes_enormes_n_est_pas_ouverte(tmp_path, monkeypatch, borne):
    chemin = xlsx_a_la_main(tmp_path / "l", NOM)
    monkeypatch.setattr(archives, borne, 3)
    assert refus(chemin) == TROP_GROS


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (
            "EncryptedPackage".encode("utf-16-le"),
            PROTEGE,
        ),
        (
            b"",
            f"{PAS_UNE_LISTE}un ancien classeur Excel : enregistrez-le au format XLSX, ODS ou CSV.",
        ),
    ],
)
def test_les_anciens_classeurs_et_ceux_a_mot_de_passe(tmp_path, contenu, phrase):
    chemin = tmp_path / "l.xlsx"
    chemin.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 9000 + contenu)
    assert refus(chemin) == phrase


def test_une_archive_a_mot_de_passe(tmp_path):
    chemin = ecrire_xlsx(tmp_path / "l", {"L": [["nom"], ["A"]]})
    octets = bytearray(chemin.read_bytes())
    debut = octets.find(b"PK\x01\x02")
    octets[debut + 8] |= 1
    chemin.write_bytes(octets)
    assert refus(chemin) == PROTEGE


@pytest.mark.parametrize("coupe", [60, 400, 2000])
def test_un_classeur_coupe_est_abime(tmp_path, coupe):
    chemin = ecrire_xlsx(tmp_path / "l", {"L": [["nom"], *([f"A {i}"] for i in range(99))]})
    chemin.write_bytes(chemin.read_bytes()[:-coupe])
    assert refus(chemin) == ABIME


@pytest.mark.parametrize(
    "rangees",
    [
        '<row r="x"><c/></row>',
        '<row><c t="s"><v>7</v></c></row>',
        "<row><c><v>abc</v></c></row>",
    ],
)
def test_des_valeurs_impossibles_disent_un_classeur_abime(tmp_path, rangees):
    assert refus(xlsx_a_la_main(tmp_path / "l", NOM + rangees)) == ABIME


def test_une_ligne_repetee_sans_fin_est_refusee(tmp_path, monkeypatch):
    rangees = (
        '<table:table-row table:number-rows-repeated="99999999"><table:table-cell '
        'office:value-type="string"><text:p>nom</text:p></table:table-cell></table:table-row>'
    )
    phrase = "Cette feuille dépasse 1 048 576 lignes."
    assert refus(ods_a_la_main(tmp_path / "l", rangees)) == phrase
    monkeypatch.setattr("annuaire.imports.tableurs.xlsx.LIGNES_MAX", 2)
    assert refus(ecrire_xlsx(tmp_path / "m", {"L": [["nom"], ["A"], ["B"]]})) == phrase


def test_une_cellule_tres_loin_ne_coute_rien(tmp_path):
    rangees = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
    fichier, _ = lire(
        xlsx_a_la_main(tmp_path / "l", NOM + '<row><c t="str"><v>A</v></c></row>' + rangees)
    )
    assert fichier.total == 1


def test_pour_trouver_l_en_tete_une_feuille_n_est_pas_lue_jusqu_au_bout(tmp_path):
    chemin = ecrire_xlsx(tmp_path / "l", {"L": [["nom"], *([f"A {i}"] for i in range(5000))]})
    lecteur = _Cellules(ClasseurXlsx(Archive(chemin)), limite=20)
    lues = sum(1 for _ in Archive(chemin).lire("xl/worksheets/sheet1.xml", lecteur))
    assert 20 <= lues < 2000
