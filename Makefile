# Everything is set up on first use: .venv in the checkout, the house in var/.
PYTHON ?= python3
VENV := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench soak bundle plan-score docs pictures messages \
  format lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Make the checkout ready for work, and stop there
	@$(PYTHON) tools/setup.py dev

run: ## Create the house and serve it (PLAN=FILE for your own document, PORT=8000, SIZE=full)
	@$(PYTHON) tools/setup.py run
	@$(VENV)/dafeng run $(if $(PLAN),--plan "$(PLAN)") $(if $(PORT),--port $(PORT)) $(if $(SIZE),--size $(SIZE))

test: ## Run the whole suite (APT=1 installs the Debian packages that it wants)
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m tools.suite

check: ## Format, lint, types, layers, translations, migrations, locks
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m tools.check

bench: ## Measure plan, account and lake against peers and physical limits
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m pytest benchmarks --benchmark-only

soak: ## Kill writers of lake and meters, let people and gateways work at once (SOAK=short|full)
	@$(PYTHON) tools/setup.py dev
	@mkdir -p build
	@$(VENV)/python -m tools.soak lake --form $(or $(SOAK),short) \
	  $(if $(SEED),--seed $(SEED)) --report build/soak-lake.json
	@$(VENV)/python -m tools.soak_seals --report build/soak-seals.json
	@$(VENV)/python -m tools.soak_meters --form $(or $(SOAK),short) \
	  $(if $(SEED),--seed $(SEED)) --report build/soak-meters.json
	@$(VENV)/python -m tools.soak_load --form $(or $(SOAK),short) \
	  --report build/soak-load.json
	@$(VENV)/python -m tools.soak_mixed --form $(or $(SOAK),short) \
	  $(if $(SEED),--seed $(SEED)) --report build/soak-mixed.json

bundle: ## Collect what an installation without network needs, into build/bundle
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m tools.bundle

plan-score: ## Score the reader on the plans of known truth
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m tests.golden.plan.score

docs: ## Build the documentation into build/docs
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "build/docs/index.html"

pictures: ## Take the pictures of the documentation from the running site
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m pytest tests/pages --pictures

messages: ## Collect the texts to translate into the .po files
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m tools.translations update

format: ## Write the code in the house's format
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/ruff format
	@$(VENV)/ruff check --fix

lock: ## Resolve the lock files anew
	@$(PYTHON) tools/setup.py dev
	@$(VENV)/python -m tools.lock

clean: ## Remove what was built, but neither .venv nor the house
	@rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache \
	  .benchmarks .hypothesis src/dafeng/web/static/vendor src/dafeng/reports/data/fonts
	@find src -name '*.mo' -delete
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
