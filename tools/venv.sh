#!/usr/bin/env bash
# A virtual environment with the pinned packages; quick when nothing changed.
set -euo pipefail
. "$(dirname "$0")/common.sh"

stamp=$(sha256sum requirements.txt | cut -c1-16)
[ "$(cat .venv/ready 2>/dev/null || true)" = "$stamp" ] && exit 0

python=""
for candidate in python3.11 python3.12 python3.13 python3; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || fail "GVP needs Python 3.11 or newer."

say "Making the virtual environment (.venv)"
"$python" -m venv .venv 2>/dev/null || { rm -rf .venv; install python3-venv && "$python" -m venv .venv; } ||
    fail "Python's venv module is missing."
.venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt
echo "$stamp" >.venv/ready
