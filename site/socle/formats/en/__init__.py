"""In English, as the texts of the site: British."""
