# `make run` and `make test` are all a newcomer needs; the scripts behind them are in tools/.

PORT ?= 8000
DEMO ?= 1
export PORT DEMO

.PHONY: run test check format messages reference benchmarks screenshots clean

run: ## Serve at http://127.0.0.1:8000 with a demonstration program (DEMO=0: empty)
	@tools/run.sh

test: ## Everything that CI runs
	@tools/test.sh

check: ## Only the quick part of `make test`: linters, types, floors, translations
	@tools/test.sh check

format: .venv/ready
	@.venv/bin/ruff check --fix --quiet .; .venv/bin/ruff format .

messages: .venv/ready ## Bring the translation catalogue up to date with the source (needs gettext)
	@.venv/bin/python tools/messages.py update

reference: .venv/ready ## Write docs/reference from the code
	@SECRET_KEY=only-for-the-reference .venv/bin/python manage.py reference

benchmarks: .venv/ready ## Ratios measured side by side, on SQLite and PostgreSQL
	@tools/benchmarks.sh

screenshots: ## Remake the pictures of README and manual from the demonstration program
	@tools/screenshots.sh

.venv/ready: requirements.txt
	@tools/venv.sh

clean: ## Remove the virtual environment and caches; data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache staticfiles
