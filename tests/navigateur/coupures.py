"""Finds what a reader cannot read or reach on a page: text cut, covered, or out of the window.

``coupures(page)`` and ``hors_d_atteinte(page)`` return lists of "reason: selector « text »" to
compare with []. Placeholders are left out: a field is one line, and the label above says the same.
"""

# Shared by both probes: a short name of an element, and whether it is drawn for the eye.
_COMMUN = """
    const nom = (e) => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "")
        + [...e.classList].map((c) => "." + c).join("");
    // Out of sight on purpose, as far as the element itself says.
    const ecarte = (e) => {
        if (e.matches(".hors-ecran, [hidden], .evitement")) return true;
        const s = getComputedStyle(e);
        // Clipped to one pixel, for those who listen.
        if (s.position === "absolute" && e.offsetWidth <= 1 && e.offsetHeight <= 1) return true;
        return s.visibility === "hidden";
    };
    const connus = new Map(); // the ancestors of a text are asked about by each of its neighbours
    const dansUnEcarte = (e) => {
        if (!e) return false;
        if (!connus.has(e)) connus.set(e, ecarte(e) || dansUnEcarte(e.parentElement));
        return connus.get(e);
    };
    // Not visible: folded, among others.
    const cache = (e) => !e.checkVisibility() || dansUnEcarte(e);
"""

_COUPURES = (
    "() => {"
    + _COMMUN
    + """
    const fautes = new Set();
    const dire = (raison, e, texte) =>
        fautes.add(`${raison}: ${nom(e)} « ${texte.trim().replace(/\\s+/g, " ").slice(0, 40)} »`);
    const bloc = (e) => {
        while (e.parentElement && getComputedStyle(e).display === "inline") e = e.parentElement;
        return e;
    };
    const largeur = document.documentElement.clientWidth;
    const racine = document.documentElement;
    if (racine.scrollWidth > largeur) dire("défile", racine, `${racine.scrollWidth - largeur} px`);
    const lignes = [];
    const noeuds = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (noeuds.nextNode()) {
        const texte = noeuds.currentNode;
        const parent = texte.parentElement;
        if (!texte.data.trim() || parent.closest("script, style, select, template")) continue;
        if (cache(parent)) continue;
        const plage = document.createRange();
        // A short word that goes on at the next line is hard to read; an address breaks anywhere.
        const adresse = /^\\S*[./@]\\S*$/.test(texte.data.trim());
        for (const { 0: mot, index } of texte.data.matchAll(/[\\p{L}\\d]+/gu)) {
            if (adresse || mot.length > 8) continue;
            plage.setStart(texte, index);
            plage.setEnd(texte, index + mot.length);
            const hauts = new Set([...plage.getClientRects()].map((r) => Math.round(r.top)));
            if (hauts.size > 1) dire("mot brisé", parent, mot);
        }
        plage.selectNodeContents(texte);
        const corps = parseFloat(getComputedStyle(parent).fontSize);
        for (const r of plage.getClientRects()) {
            if (r.width < 1 || r.height < 1) continue;
            // The room of accents above and below a line may be shared: half the letters' height
            // around the middle is what nobody may cut.
            const milieu = (r.top + r.bottom) / 2;
            const l = { g: r.left, d: r.right, h: milieu - corps * 0.4, b: milieu + corps * 0.4,
                        bloc: bloc(parent), e: parent, texte: texte.data };
            let defile = false, coupee = false;
            for (let a = parent; a && a !== document.body; a = a.parentElement) {
                const s = getComputedStyle(a);
                const c = a.getBoundingClientRect();
                if (/auto|scroll/.test(s.overflowX + s.overflowY)) { defile = true; break; }
                if (s.display === "inline") continue;
                if (!/hidden|clip/.test(s.overflowX + s.overflowY)) continue;
                if (l.g < c.left - 1 || l.d > c.right + 1 || l.h < c.top - 1 || l.b > c.bottom + 1)
                    coupee = true, dire("coupé", a, texte.data);
            }
            if (coupee || defile) continue;
            lignes.push(l);
            if (l.g < -1 || l.d > largeur + 1) dire("hors de la page", parent, texte.data);
            const b = l.bloc.getBoundingClientRect();
            if (l.b > b.bottom + 2 || l.h < b.top - 2 || l.d > b.right + 2 || l.g < b.left - 2)
                dire("sort de sa boîte", l.bloc, texte.data);
        }
    }
    for (let i = 0; i < lignes.length; i++) for (let j = i + 1; j < lignes.length; j++) {
        const a = lignes[i], b = lignes[j];
        if (a.bloc === b.bloc) continue;
        const x = Math.min(a.d, b.d) - Math.max(a.g, b.g);
        const y = Math.min(a.b, b.b) - Math.max(a.h, b.h);
        if (x > 2 && y > 2) dire("se chevauchent", a.e, a.texte + " / " + b.texte);
    }
    const toile = document.createElement("canvas").getContext("2d");
    for (const champ of document.querySelectorAll("select")) {
        if (cache(champ) || !champ.offsetWidth) continue;
        const s = getComputedStyle(champ);
        toile.font = s.font;
        toile.letterSpacing = s.letterSpacing;
        const choix = champ.selectedOptions[0];
        const place = champ.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight);
        if (choix && toile.measureText(choix.text).width > place) dire("coupé", champ, choix.text);
    }
    return [...fautes];
}"""
)

_HORS_D_ATTEINTE = (
    "() => {"
    + _COMMUN
    + """
    const fautes = [];
    const cibles = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    for (const e of document.querySelectorAll(cibles)) {
        if (cache(e) || !e.getClientRects().length) continue;
        e.scrollIntoView({ block: "center", behavior: "instant" });
        const r = e.getClientRects()[0];
        const x = r.left + r.width / 2, y = r.top + r.height / 2;
        const dessus = document.elementFromPoint(x, y);
        const soi = (o) => o && (e.contains(o) || o.contains(e) || o === e.closest("label"));
        if (!soi(dessus)) fautes.push(`couvert par ${dessus ? nom(dessus) : "rien"}: ${nom(e)}`);
        else if (r.right > innerWidth + 1 || r.left < -1) fautes.push(`hors de la page: ${nom(e)}`);
    }
    scrollTo(0, 0);
    return fautes;
}"""
)


def coupures(page):
    """What is cut, spills over, or covers something else."""
    return page.evaluate(_COUPURES)


def hors_d_atteinte(page):
    """Controls that a pointer cannot reach by scrolling up and down."""
    return page.evaluate(_HORS_D_ATTEINTE)
