#!/usr/bin/env bash
# From a fresh checkout to a running GVP. DEMO=0 starts empty; PORT chooses the port.
set -euo pipefail
. "$(dirname "$0")/common.sh"
PORT=${PORT:-8000}
export DEMO=${DEMO:-1}

tools/venv.sh
export PATH="$PWD/.venv/bin:$PATH"

if ! python -c 'import weasyprint' >/dev/null 2>&1; then
    say "Installing the libraries that make PDFs"
    # shellcheck disable=SC2086
    install $PDF_LIBRARIES || echo "Without them GVP works, and offers its reports as printable pages instead of PDF."
fi

if ! grep -qs '^SECRET_KEY=' .env; then
    python - >>.env <<'PY'
import secrets
print(f"SECRET_KEY={secrets.token_urlsafe(50)}")
PY
    chmod 600 .env
fi

say "Preparing the database"
python manage.py prepare
if [ "$DEMO" != 1 ] && ! python manage.py has_administrator; then
    say "The first administrator"
    [ -t 0 ] || fail "No terminal to ask on. Run:  DEMO=0 .venv/bin/python manage.py createsuperuser"
    python manage.py createsuperuser
fi

say "GVP is at http://127.0.0.1:$PORT   (Ctrl+C stops it; the data stays in var/)"
exec gunicorn gvp.wsgi --bind "127.0.0.1:$PORT" --workers 1 --threads 4 --timeout 120 \
    --no-control-socket --log-level warning
