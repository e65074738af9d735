"""From addresses to positions, through a service or a file. See docs/geocodage.md."""
