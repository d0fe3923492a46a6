#!/usr/bin/env bash
# Every benchmark on SQLite and on a throwaway PostgreSQL. Takes minutes; prints ratios of the same run.
set -euo pipefail
. "$(dirname "$0")/common.sh"
unset DEBUG DEMO DATABASE_URL ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS DATA_KEYS
tools/venv.sh
export PATH="$PWD/.venv/bin:$PATH"
place=$(mktemp -d)
chmod 711 "$place" # PostgreSQL runs as another user when we are root
trap 'tools/postgres.sh stop "$place/pg" 2>/dev/null || true; rm -rf "$place"' EXIT
export DURABLE=1 SECRET_KEY=only-for-benchmarks MEDIA_ROOT="$place/media"

missed=0
DATABASE_URL="sqlite:///$place/benchmark.sqlite3" python -m benchmarks "$@" || missed=1
started=0
url=$(tools/postgres.sh start "$place/pg") || started=$?
case $started in
0) DATABASE_URL=$url python -m benchmarks "$@" || missed=1 ;;
3) echo "PostgreSQL is not installed: only SQLite was measured." ;;
*) fail "PostgreSQL did not start." ;;
esac
exit $missed
