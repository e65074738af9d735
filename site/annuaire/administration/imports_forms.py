"""The forms of the imports: a file and where it comes from; what its columns and words mean."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from annuaire.imports import profils
from annuaire.imports.depots import correspondances
from annuaire.imports.depots.categories import COMME, OU
from annuaire.imports.depots.colonnes import nommer_colonne
from annuaire.imports.tables import LISTES
from annuaire.models import Correspondance, DepotImport, Domaine, Source, TypeLabel
from annuaire.taxonomies_par_defaut import correspondances as correspondances_par_defaut


class SourceField(forms.ModelChoiceField):
    """Every source; those that nothing uses yet, or any more, say so."""

    def label_from_instance(self, source):
        if source.d_un_import and source in self.en_memoire:
            return _("%s (rien n’en est dans l’annuaire)") % source
        return str(source)

    @cached_property
    def en_memoire(self):
        return set(Source.objects.sans_usage())


class DepotForm(forms.Form):
    """A list, its source, and how it goes in."""

    fichier = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV, JSON, XLSX ou ODS. Faites-le glisser ici, ou choisissez-le."),
        error_messages={
            "required": _("Choisissez un fichier."),
            "empty": _("Ce fichier est vide."),
        },
    )
    source = SourceField(
        label=_("D’où vient cette liste ?"),
        queryset=Source.objects.all(),
        required=False,
        empty_label=_("Une nouvelle source (à décrire ci-dessous)"),
        help_text=_("La même source à chaque fois : ses colonnes et ses catégories sont retenues."),
    )
    nom = forms.CharField(
        label=_("Nom de la nouvelle source"),
        max_length=120,
        required=False,
        help_text=_("Annuaire du pays, liste de la métropole…"),
    )
    licence = forms.CharField(
        label=_("Licence"), max_length=120, required=False, help_text=_("Licence Ouverte 2.0…")
    )
    attribution = forms.CharField(
        label=_("Mention à afficher"),
        max_length=200,
        required=False,
        help_text=_("© les contributeurs de…"),
    )
    redistribuable = forms.BooleanField(
        label=_("Ses fiches peuvent figurer dans les données ouvertes"), required=False
    )
    publier = forms.BooleanField(
        label=_("Publier tout de suite les nouvelles fiches"),
        required=False,
        help_text=_("Sinon elles entrent en brouillon, à relire puis à publier."),
    )
    partiel = forms.BooleanField(
        label=_("Ce fichier n’est qu’une partie de la liste"),
        required=False,
        help_text=_("Ce qui n’y est pas n’est alors pas dit « absent »."),
    )
    tout_ou_rien = forms.BooleanField(
        label=_("Tout ou rien"),
        required=False,
        help_text=_("Une seule ligne refusée, et rien n’entre."),
    )

    def __init__(self, *args, peut_publier=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not peut_publier:
            del self.fields["publier"]

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > settings.IMPORTS_OCTETS_MAX:
            raise ValidationError(
                _("Ce fichier fait %(taille)s : %(max)s au plus. Coupez-le en plusieurs.")
                % {
                    "taille": filesizeformat(fichier.size),
                    "max": filesizeformat(settings.IMPORTS_OCTETS_MAX),
                }
            )
        return fichier

    def clean(self):
        donnees = super().clean()
        nom = donnees.get("nom", "")
        if donnees.get("source") and nom:
            self.add_error("nom", _("Choisissez une source connue, ou nommez-en une nouvelle."))
        elif nom and Source.objects.en_service().filter(nom__iexact=nom).exists():
            self.add_error("nom", _("Cette source existe déjà : choisissez-la dans la liste."))
        elif nom and not donnees.get("licence"):
            self.add_error("licence", _("Sous quelle licence cette liste est-elle donnée ?"))
        return donnees

    def source_voulue(self):
        """Return the Source of the list, unsaved when it is new; None when none was said.

        One that nothing uses and has the same name is described anew: what is remembered of it
        goes on.
        """
        donnees = self.cleaned_data
        if donnees["source"] or not donnees["nom"]:
            return donnees["source"]
        connue = Source.objects.sans_usage().filter(nom__iexact=donnees["nom"]).first()
        source = connue or Source(d_un_import=True)
        for nom in ("nom", "licence", "attribution", "redistribuable"):
            setattr(source, nom, donnees[nom])
        return source

    def options(self):
        """The options of the DepotImport."""
        donnees = self.cleaned_data
        return {
            "brouillon": not donnees.get("publier", False),
            "partiel": donnees["partiel"],
            "tout_ou_rien": donnees["tout_ou_rien"],
        }


class GenreForm(forms.Form):
    """The kind of list, when it was guessed wrong."""

    genre = forms.ChoiceField(
        label=_("Genre de liste"),
        choices=[c for c in DepotImport.Profil.choices if c[0] in profils.NOMS],
    )


class CorrespondancesForm(forms.Form):
    """One choice a column of the file, one a category that nobody understands.

    ``lignes_colonnes`` and ``lignes_categories`` are what the screen shows, in order.
    """

    def __init__(self, *args, depot, inconnues, exemples, **kwargs):
        super().__init__(*args, **kwargs)
        self.depot = depot
        self.profil = profils.charger(depot.profil)
        self.comprises = correspondances.colonnes_comprises(depot)
        self.proposees = correspondances.proposer(depot, self.comprises)
        self.inconnues = inconnues
        self.colonnes = list(depot.analyse.get("colonnes", {}).items())
        choix = [("", _("— ne pas reprendre —"))]
        choix += [
            (cible, nommer_colonne(depot.profil, cible))
            for cible in correspondances.cibles(self.profil)
        ]
        for rang, (cle, texte) in enumerate(self.colonnes):
            self.fields[f"colonne-{rang}"] = forms.ChoiceField(
                label=_("La colonne « %s » est") % texte,
                choices=choix,
                required=False,
                initial=self.comprises[cle] or self.proposees.get(cle, ""),
            )
        retenues = correspondances.retenues(depot, "categorie")
        domaines = choix_des_domaines() if inconnues else []
        choix = {
            colonne: choix_de(depot.profil, colonne, domaines)
            for colonne in {inconnue.colonne for inconnue in inconnues}
        }
        for rang, inconnue in enumerate(inconnues):
            self.fields[f"categorie-{rang}"] = forms.ChoiceField(
                label=_("La catégorie « %s » devient") % inconnue.mot,
                choices=choix[inconnue.colonne],
                required=False,
                initial=_decision(retenues.get(inconnue.cle)),
            )
        self.exemples = exemples

    def lignes_colonnes(self):
        """Yield (name, examples, field, remark) for each column: unknown ones say so."""
        for rang, (cle, texte) in enumerate(self.colonnes):
            remarque = ""
            if cle in self.proposees:
                remarque = _("à vérifier : proposée d’après le nom")
            elif not self.comprises[cle]:
                remarque = _("inconnue : ne sera pas reprise")
            yield texte, self.exemples.get(cle, ()), self[f"colonne-{rang}"], remarque

    @property
    def plusieurs_colonnes(self):
        """Whether categories come from several columns, which are then worth saying."""
        return len(OU[self.profil.nom]) > 1

    def lignes_categories(self):
        """Yield (Inconnue, name of its column, field)."""
        for rang, inconnue in enumerate(self.inconnues):
            colonne = nommer_colonne(self.profil.nom, inconnue.colonne)
            yield inconnue, colonne, self[f"categorie-{rang}"]

    def clean(self):
        donnees = super().clean()
        voulues = self.colonnes_voulues()
        if self.profil.colonne_nom not in voulues.values():
            raise ValidationError(
                _("Dites quelle colonne donne le nom : « %s ».")
                % nommer_colonne(self.profil.nom, self.profil.colonne_nom)
            )
        vues = {}
        for rang, (cle, texte) in enumerate(self.colonnes):
            cible = voulues[cle]
            if cible and cible not in LISTES and cible in vues and cible not in self._doubles():
                self.add_error(
                    f"colonne-{rang}",
                    _("La colonne « %s » est déjà choisie pour cela.") % vues[cible],
                )
            vues.setdefault(cible, texte)
        return donnees

    def _doubles(self):
        """What several columns of the file mean by their very names: the importer settles it."""
        noms = [self.profil.colonnes.get(cle) for cle, _texte in self.colonnes]
        return {nom for nom in noms if nom and noms.count(nom) > 1}

    def colonnes_voulues(self):
        """{column of the file: canonical column, or ""}."""
        return {
            cle: self.cleaned_data.get(f"colonne-{rang}", "")
            for rang, (cle, _texte) in enumerate(self.colonnes)
        }

    def retenir(self):
        """Remember what was chosen for the source of the list."""
        decisions = {}
        for rang, inconnue in enumerate(self.inconnues):
            voulu = self.cleaned_data.get(f"categorie-{rang}", "")
            genre, _deux_points, domaine = voulu.partition(":")
            voulu = int(domaine) if genre == Correspondance.DOMAINE else voulu
            decisions[inconnue.cle] = (inconnue.mot, voulu)
        correspondances.retenir(self.depot, self.colonnes_voulues(), decisions)


# What the import does of a word by itself, by kind of list and column; the rest makes tags of them.
DE_SOI = {
    ("osm", ""): _("rien, comme d’habitude"),
    ("siae", "type"): _("rien, comme d’habitude"),
    ("siae", "naf"): _("rien : le code est gardé, sans domaine"),
}
ETIQUETTE_SEULE = _("une étiquette, comme d’habitude")


def _decision(retenue):
    if retenue is None:
        return ""
    return f"domaine:{retenue.domaine_id}" if retenue.domaine_id else retenue.cible


def choix_de(profil, colonne, domaines):
    """[(value, name)] of what a word of a column may become; *domaines*: those of the domains."""
    de_soi = DE_SOI.get((profil, colonne)) or DE_SOI.get((profil, ""), ETIQUETTE_SEULE)
    choix = [("", de_soi)]
    if colonne != "naf":  # a code says nothing to a reader
        choix.append((Correspondance.ETIQUETTE, _("une étiquette")))
        choix.append((Correspondance.IGNORER, _("rien : ne pas la reprendre")))
    if (profil, colonne) == ("siae", "type"):
        choix.append((_("Un type connu"), choix_des_types()))
    return [*choix, (_("Un domaine"), domaines)]


def choix_des_types():
    """[(value, name)] of the kinds of structures that the national list knows."""
    types = correspondances_par_defaut()["siae"]["labels"]
    noms = dict(TypeLabel.objects.sources().values_list("slug", "nom"))
    return [
        (f"{COMME}{code}", f"{code} — {noms[slug]}") for code, slug in types.items() if slug in noms
    ]


def choix_des_domaines():
    """[(value, name)] of the domains of the source locale, children under their parents."""
    domaines = sorted(
        Domaine.objects.sources().select_related("parent"),
        key=lambda d: (
            (d.parent.ordre, d.parent.nom, 1, d.ordre, d.nom)
            if d.parent
            else (d.ordre, d.nom, 0, 0, "")
        ),
    )
    return [(f"domaine:{d.pk}", f"{'— ' if d.parent_id else ''}{d.nom}") for d in domaines]
