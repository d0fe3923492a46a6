#!/usr/bin/env bash
# Every benchmark on SQLite and on a throwaway PostgreSQL. Takes minutes; prints ratios of the same run.
set -euo pipefail
. "$(dirname "$0")/common.sh"
tools/venv.sh
export PATH="$PWD/.venv/bin:$PATH"
place=$(mktemp -d)
trap 'tools/postgres.sh stop "$place/pg" 2>/dev/null || true; rm -rf "$place"' EXIT
export SECRET_KEY=only-for-benchmarks MEDIA_ROOT="$place/media"

DATABASE_URL="sqlite:///$place/benchmark.sqlite3" python -m benchmarks "$@"
if url=$(tools/postgres.sh start "$place/pg"); then
    DATABASE_URL=$url python -m benchmarks "$@"
else
    echo "PostgreSQL is not installed: only SQLite was measured."
fi
