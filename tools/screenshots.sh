#!/usr/bin/env bash
# Remakes docs/img/*.png from a fresh demonstration program: own database, own port, Debian's Chromium.
set -euo pipefail
. "$(dirname "$0")/common.sh"
tools/venv.sh
export PATH="$PWD/.venv/bin:$PATH"
command -v chromium >/dev/null || install $BROWSER || fail "The pictures need Chromium."
place=$(mktemp -d)
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$place"' EXIT
export DEMO=1 DEBUG=0 SECRET_KEY=only-for-screenshots MEDIA_ROOT="$place/media"
export DATABASE_URL="sqlite:///$place/demo.sqlite3" DJANGO_SETTINGS_MODULE=gvp.settings

say "Making a demonstration program"
python manage.py migrate --verbosity 0
python manage.py load_ubigeo
python manage.py demo >/dev/null

PORT=$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
gunicorn gvp.wsgi --bind "127.0.0.1:$PORT" --workers 1 --threads 4 --timeout 120 --no-control-socket \
    --log-level warning &
server=$!
say "Taking the pictures"
python tools/screenshots.py "http://127.0.0.1:$PORT" docs/img
