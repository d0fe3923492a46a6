#!/usr/bin/env bash
# A throwaway PostgreSQL: `postgres.sh start DIR` prints its DATABASE_URL, `postgres.sh stop DIR` ends it, as a power
# cut would; `postgres.sh restart DIR` does so and brings it back.
# It listens on a socket inside DIR only. Exit code 3: PostgreSQL (15 or newer) is not installed.
# With DURABLE=1 what is committed is on the disk, as in production; tests are quicker without.
set -euo pipefail
action=$1 dir=$2

bin=""
for candidate in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)"; do
    [ -x "$candidate/initdb" ] && bin=$candidate
done
[ -n "$bin" ] || exit 3
[ "$("$bin/initdb" --version | grep -oE '[0-9]+' | head -1)" -ge 15 ] || exit 3

as=""
[ "$(id -u)" = 0 ] && as="runuser -u postgres --"

hasty="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
[ "${DURABLE:-0}" = 0 ] || hasty=""

case $action in
start)
    mkdir -p "$dir"
    chmod 700 "$dir"
    [ -z "$as" ] || chown postgres "$dir"
    (
        cd /
        $as "$bin/initdb" -D "$dir/data" -U gvp -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
        $as "$bin/pg_ctl" -w -D "$dir/data" -l "$dir/log" \
            -o "-k $dir -c listen_addresses='' $hasty" start >/dev/null
        $as "$bin/createdb" -h "$dir" -U gvp gvp
    )
    echo "postgres://gvp@/gvp?host=$dir"
    ;;
restart) (cd / && $as "$bin/pg_ctl" -w -D "$dir/data" -l "$dir/log" -m immediate restart >/dev/null) ;;
stop) (cd / && $as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null) ;;
esac
