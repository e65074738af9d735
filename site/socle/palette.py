"""The dyes and the icons that editors choose from, and the icons that the theme itself uses.

``scripts/vendoriser`` copies exactly these icons, so a name outside the lists cannot be drawn.
"""

from django.utils.translation import gettext_lazy as _

# (key, what an editor reads, dye). White on each dye is at least 6.3:1 (WCAG 2.2, 1.4.3 and
# 1.4.11). The class of a key is ``teinte-<key>``; tests compare this list with the sheet.
COULEURS = [
    ("foret", _("Vert forêt"), "#3F6B12"),
    ("ecorce", _("Brun écorce"), "#8A4B00"),
    ("riviere", _("Bleu rivière"), "#1D5F9E"),
    ("brique", _("Rouge brique"), "#A8361B"),
    ("bruyere", _("Violet bruyère"), "#8A2A7C"),
    ("indigo", _("Bleu indigo"), "#4B3F9E"),
    ("lagune", _("Bleu-vert lagune"), "#0F6B6B"),
    ("ardoise", _("Gris ardoise"), "#3D4A57"),
    ("framboise", _("Rose framboise"), "#B01E5A"),
    ("moutarde", _("Jaune moutarde"), "#6B5200"),
]
COULEUR_PAR_DEFAUT = "ardoise"
TEINTES = {cle: hexa for cle, _libelle, hexa in COULEURS}

# Offered to editors for a domain, a gesture, a public or a label.
ICONES = [
    "accessibility", "apple", "baby", "badge-check", "banknote", "beer", "bike", "bird",
    "book-open", "briefcase", "brush", "building", "building-2", "bus", "calendar", "camera",
    "car", "carrot", "cat", "clapperboard", "coffee", "compass", "cooking-pot", "cpu", "croissant",
    "dices", "drama", "droplets", "dumbbell", "factory", "fish", "flower-2", "gamepad-2", "gift",
    "glasses", "globe", "graduation-cap", "guitar", "hammer", "hand-coins", "hand-heart",
    "hand-helping", "handshake", "heart-handshake", "heart-pulse", "house", "key-round", "landmark",
    "laptop", "leaf", "library", "lightbulb", "megaphone", "mic", "milk", "monitor", "mountain",
    "music", "newspaper", "package", "package-open", "paintbrush", "palette", "paw-print",
    "piggy-bank", "plane", "plug", "puzzle", "radio", "recycle", "refrigerator", "repeat", "rocket",
    "salad", "scale", "scissors", "shield-check", "shirt", "shopping-basket", "shopping-cart",
    "smartphone", "smile", "sofa", "soup", "sprout", "stethoscope", "store", "sun", "tent",
    "tickets", "train-front", "tree-pine", "trees", "trophy", "truck", "umbrella", "users",
    "utensils", "wallet", "warehouse", "wheat", "wifi", "wrench", "zap",
]  # fmt: skip
ICONE_PAR_DEFAUT = "tag"

# Drawn by templates only.
ICONES_DU_THEME = [
    "archive", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "arrow-up-down", "ban",
    "calendar-plus", "check", "chevron-down", "chevron-left", "chevron-right", "chevron-up",
    "circle", "circle-alert", "circle-check", "circle-question-mark", "clock", "copy", "download",
    "ear", "euro", "external-link", "eye", "file-text", "flag", "funnel", "git-merge", "hourglass",
    "image", "info", "languages", "link", "list", "locate-fixed", "lock", "log-in", "log-out",
    "mail", "map", "map-pin", "map-pin-off", "menu", "minus", "navigation", "pencil", "phone",
    "plus", "printer", "qr-code", "quote", "rss", "search", "send", "share-2", "sliders-horizontal",
    "star", "tag", "ticket", "trash-2", "triangle-alert", "upload", "user", "x",
]  # fmt: skip
