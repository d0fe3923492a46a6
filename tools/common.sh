# Shared by the scripts of this folder; sourced, not run.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

# What each need is called in Debian.
PDF_LIBRARIES="libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
BROWSER=chromium
JAVA="default-jre-headless libjaxb-java"
PDF_READER=poppler-utils

# install PACKAGE… : with apt when we may, otherwise say exactly what to type and return 1.
install() {
    local sudo=""
    if ! command -v apt-get >/dev/null; then
        echo "Install the equivalent of these Debian packages: $*" >&2
        return 1
    fi
    if [ "$(id -u)" != 0 ]; then
        if sudo -n true 2>/dev/null; then sudo="sudo -n"; else
            echo "Please run:  sudo apt-get install --no-install-recommends $*" >&2
            return 1
        fi
    fi
    $sudo apt-get update -qq &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
