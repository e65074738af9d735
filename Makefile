# Two commands matter: `make demo` and `make test`. `make` alone lists the others.
PYTHON ?= python3
PORT ?= 8000
# Where the real lists are, when somebody has them; tests on them are skipped otherwise.
TISSAGE_DONNEES ?= $(wildcard ../shared/donnees)
export TISSAGE_DONNEES
# Generated cases per property (hypothesis); `make test-complet` raises it.
TISSAGE_CAS ?= 15
export TISSAGE_CAS

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# What they run of the site is measured: by the pass without server, and on Elasticsearch.
MESURER := $(BIN)/python scripts/mesurer
LENTS := --durations=10
# Two processes, each a whole module at a time: what a module prepares (a browser, a whole list) is
# prepared once.
A_DEUX := -n 2 --dist loadscope
SUR_POSTGRESQL := serveur or postgres
EMBARQUES := not serveur and not elasticsearch and not complet
COURTS := not navigateur and not long and $(EMBARQUES)

.DEFAULT_GOAL := aide
.PHONY: aide demo demo-elasticsearch test test-rapide test-complet bench pertinence pannes controles styles format traductions outils outils-complet \
	environnement environnement-dev postgresql cellules elasticsearch roues verrouiller nettoyer

aide: ## Cette liste
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

demo: environnement ## Un portail de démonstration sur http://127.0.0.1:8000 (PORT=… pour un autre)
	@exec env -u ELASTICSEARCH_URL $(BIN)/python scripts/demo --port $(PORT)

# The server is stopped when the demonstration is; one that ELASTICSEARCH_URL names is left alone.
demo-elasticsearch: outils environnement ## La même, sur un vrai Elasticsearch lancé pour elle
	@trap : INT TERM; adresse=$$(scripts/elasticsearch start) || exit; \
	ELASTICSEARCH_URL="$$adresse" $(BIN)/python scripts/demo --port $(PORT); \
	etat=$$?; scripts/elasticsearch stop; exit $$etat

# What needs a server first: the last pass is the long one.
test: outils environnement-dev controles postgresql elasticsearch ## Tous les essais, outils du système compris
	@env -u DATABASE_URL -u ELASTICSEARCH_URL $(MESURER) embarques $(A_DEUX) --no-loadscope-reorder \
		-m "$(EMBARQUES)" $(LENTS)
	@$(MESURER) --juger elasticsearch embarques

test-rapide: environnement-dev ## Les essais sans serveur ni navigateur (pip suffit)
	@env -u DATABASE_URL -u ELASTICSEARCH_URL $(PYTEST) $(A_DEUX) -m "not lourd and $(COURTS)" $(LENTS)

test-complet: outils-complet test pannes cellules roues ## Tous les essais, puis les chiffres de chaque « Must hold »
	@env -u DATABASE_URL -u ELASTICSEARCH_URL TISSAGE_CAS=2000 $(PYTEST) -n 2 \
		-m "(complet or hypothesis) and not serveur and not elasticsearch" $(LENTS)

# What a file or a cell says, which is read before any database is asked: there too, but not each time.
cellules:
	@$(MAKE) --no-print-directory postgresql SUR_POSTGRESQL=cellules

# What runs on PostgreSQL: the tests that need it, and those that must hold on both databases.
postgresql: environnement-dev
	@adresse=$$(scripts/postgresql start) && \
	env -u ELASTICSEARCH_URL DATABASE_URL="$$adresse" \
		$(PYTEST) -n 2 -m "($(SUR_POSTGRESQL)) and not elasticsearch and not complet"; \
	etat=$$?; scripts/postgresql stop; exit $$etat

# What runs on a real Elasticsearch.
elasticsearch: environnement-dev
	@recherche=$$(scripts/elasticsearch start) && \
	env -u DATABASE_URL ELASTICSEARCH_URL="$$recherche" \
		$(MESURER) elasticsearch -n 2 -m "elasticsearch and not serveur and not complet" $(LENTS); \
	etat=$$?; scripts/elasticsearch stop; exit $$etat

# Faults of the server, and what needs PostgreSQL beside it. One process: these tests start, kill
# and freeze a server of their own.
pannes: environnement-dev
	@recherche=$$(scripts/elasticsearch start) && base=$$(scripts/postgresql start) && \
	env -u DATABASE_URL ELASTICSEARCH_URL="$$recherche" \
		$(PYTEST) -m "elasticsearch and not serveur and complet" $(LENTS) && \
	DATABASE_URL="$$base" ELASTICSEARCH_URL="$$recherche" \
		$(PYTEST) -m "elasticsearch and serveur" $(LENTS) && \
	env -u ELASTICSEARCH_URL DATABASE_URL="$$base" \
		$(PYTEST) -m "serveur and complet and not elasticsearch" $(LENTS); \
	etat=$$?; scripts/elasticsearch stop; scripts/postgresql stop; exit $$etat

controles: environnement-dev styles
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djlint --lint --quiet site
	@PYTHONPATH=site:. $(BIN)/lint-imports --no-cache
	@$(BIN)/python manage.py makemigrations --check --dry-run --settings portail.settings.test

# The floor of old browsers; npm is not asked of anybody, tests/test_coherence_code.py has the worst.
styles:
	@if command -v npm >/dev/null; then \
		[ -x node_modules/.bin/stylelint -a node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-audit --no-fund; \
		node_modules/.bin/stylelint 'site/*/static/**/*.css'; \
	else echo "npm est absent : feuilles de style non vérifiées par stylelint."; fi

bench: environnement-dev ## Les mesures (10 000 et 100 000 acteurs)
	@$(BIN)/python -m bench

# OPTIONS: python -m bench.pertinence --help.
pertinence: environnement-dev ## Les requêtes jugées, famille par famille (docs/pertinence.md)
	@$(BIN)/python -m bench.pertinence $(OPTIONS)

format: environnement-dev ## Met le code Python en forme
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

traductions: environnement-dev ## Met les catalogues de traductions à jour et les compile (docs/langues.md)
	@$(BIN)/python scripts/traductions

outils: ## Installe les paquets du système qui manquent aux essais
	@$(PYTHON) scripts/outils

outils-complet:
	@$(PYTHON) scripts/outils --complet

environnement:
	@$(PYTHON) scripts/verifier_machine
	@$(PYTHON) scripts/environnement requirements.txt

environnement-dev:
	@$(PYTHON) scripts/verifier_machine
	@$(PYTHON) scripts/environnement requirements-dev.txt

roues: environnement-dev ## Vérifie que chaque dépendance existe en roue, pour chaque système
	@$(BIN)/python scripts/verifier_roues

verrouiller: environnement-dev ## Refait requirements*.txt à partir de requirements*.in
	@scripts/verrouiller

nettoyer: ## Enlève ce que les essais ont laissé (ni .venv ni var)
	@rm -rf .pytest_cache .ruff_cache .import_linter_cache .hypothesis .couverture
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
