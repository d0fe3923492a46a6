#!/usr/bin/env bash
# All that CI runs. `tools/test.sh check` stops before the tests themselves.
# Without PostgreSQL or Chromium their part is skipped and said so at the end; with CI=true they must be there.
set -euo pipefail
. "$(dirname "$0")/common.sh"
CI=${CI:-false}

tools/venv.sh
export PATH="$PWD/.venv/bin:$PATH" PYTHONUNBUFFERED=1
unset DEBUG DEMO DATABASE_URL ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS DATA_KEYS MEDIA_ROOT
export SECRET_KEY=only-for-the-checks ENV_FILE=/dev/null

if ! python -c 'import weasyprint' >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    install $PDF_LIBRARIES || fail "The tests make PDFs and need these libraries."
fi

skipped=()

say "Style and errors (ruff)"
ruff check .
ruff format --check --quiet .
say "Types (mypy)"
mypy .
say "Floors (import-linter)"
lint-imports --no-cache
say "Templates (djlint)"
djlint templates --lint --quiet
say "Migrations say what the models say"
python manage.py makemigrations --check --dry-run
say "The reference says what the code does"
python manage.py reference --check
say "Translations are complete"
if command -v xgettext msgfmt >/dev/null; then
    python tools/messages.py check
else
    skipped+=("whether the catalogue of translations is stale: apt-get install gettext")
fi
[ "${1:-}" = check ] && exit 0

# Each worker starts on its own part of the modules; one that has done its part takes from the others. The examples of
# properties are the same every time, so that red means the change; pytest by hand draws others and remembers failures.
spread=(-n "$(nproc)" --dist worksteal --hypothesis-profile=ci)
command -v chromium >/dev/null || skipped+=("browser tests: apt-get install $BROWSER")
command -v java >/dev/null || skipped+=("the rules of PDF/UA-1: apt-get install $JAVA")
command -v pdfinfo >/dev/null || skipped+=("reading PDFs back: apt-get install $PDF_READER")

say "Tests on SQLite"
pytest "${spread[@]}" -m "not browser"

say "Tests on PostgreSQL"
place=$(mktemp -d)
chmod 711 "$place" # PostgreSQL runs as another user when we are root
trap 'tools/postgres.sh stop "$place/pg" 2>/dev/null || true; rm -rf "$place"' EXIT
started=0
url=$(tools/postgres.sh start "$place/pg") || started=$?
case $started in
0) DATABASE_URL=$url pytest "${spread[@]}" -m "not browser and not any_database" ;;
3) skipped+=("the whole suite on PostgreSQL: apt-get install postgresql") ;;
*) fail "PostgreSQL did not start." ;;
esac

say "Tests in Chromium"
pytest "${spread[@]}" -m browser

if [ ${#skipped[@]} -gt 0 ]; then
    say "Not run on this machine:"
    printf '  - %s\n' "${skipped[@]}"
    [ "$CI" != true ] || fail "In CI nothing may be skipped."
else
    say "All of it passed."
fi
