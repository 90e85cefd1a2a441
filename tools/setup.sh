#!/bin/sh
# Make everything ready that `make run` or `make test` needs, and nothing twice.
#
# usage: tools/setup.sh run|test
#
# 1. system packages that are missing (installed when we may, named when we may not);
# 2. a virtual environment in .venv with the locked dependencies;
# 3. this checkout installed in it, editable.
#
# PYTHON=... chooses the interpreter of a new environment.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-test}
venv=.venv
packages=

say() { printf '%s\n' "$*" >&2; }
fail() {
    say "$@"
    exit 1
}

# --- 1. what the system lacks ------------------------------------------------------------

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for python in "$venv/bin/python" ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14; do
        if is_new_enough "$python"; then
            printf '%s\n' "$python"
            return
        fi
    done
    found=$(python3 --version 2>&1) || found="no python3"
    fail "Grand Jour needs Python 3.11 or later; found here: $found." \
        "Install it, or name it: make setup PYTHON=/path/to/python3"
}

has_library() {
    "$python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" >/dev/null 2>&1
}

has_venv() {
    [ -x "$venv/bin/python" ] || "$python" -c 'import ensurepip, venv' >/dev/null 2>&1
}

need() { # need PACKAGE TEST...: remember the package unless the test passes
    package=$1
    shift
    "$@" >/dev/null 2>&1 || packages="$packages $package"
}

list_missing() {
    packages=
    need python3-venv has_venv
    need libpango-1.0-0 has_library libpango-1.0.so.0
    need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
    need libharfbuzz-subset0 has_library libharfbuzz-subset.so.0
    if [ "$purpose" = test ]; then
        need chromium command -v chromium
        need poppler-utils command -v pdftotext
    fi
    if [ "${GRANDJOUR_DEEP:-}" = 1 ]; then
        need golang-go command -v go
        need golang-golang-x-mod-dev test -d /usr/share/gocode/src/golang.org/x/mod/sumdb
    fi
}

install_missing() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true >/dev/null 2>&1 || return 1
        as_root="sudo -n"
    fi
    say "Installing system packages:$packages"
    # shellcheck disable=SC2086 # both are lists of words
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c '
        apt-get update -qq && apt-get install -qq -y --no-install-recommends "$@" >/dev/null
    ' apt $packages </dev/null >&2 || return 1
    list_missing
    [ -z "$packages" ]
}

python=$(find_python)
list_missing
if [ -n "$packages" ] && ! install_missing; then
    fail "Grand Jour lacks system packages and may not install them. Run, then try again:" \
        "" "    sudo apt-get install --no-install-recommends$packages" ""
fi

# --- 2. and 3. the virtual environment ---------------------------------------------------

digest() { cat -- "$@" | sha256sum | cut -c 1-64; }

is_done() { [ "$(cat "$venv/.done-$1" 2>/dev/null)" = "$2" ]; }
mark_done() { printf '%s\n' "$2" >"$venv/.done-$1"; }

# An environment is of no use once its folder moved, its interpreter left, or its making stopped.
is_usable() {
    is_new_enough "$venv/bin/python" || return 1
    [ ! -e "$venv/.done-folder" ] || is_done folder "$PWD"
}
can_install() { is_done folder "$PWD" || pip --version >/dev/null 2>&1; }

pip() {
    "$venv/bin/python" -m pip --disable-pip-version-check --quiet "$@" </dev/null
}

if ! { is_usable && can_install; }; then
    rm -rf "$venv"
    python=$(find_python)
    say "Creating $venv with $("$python" --version)"
    "$python" -m venv "$venv"
fi
mark_done folder "$PWD"

lock=$(digest requirements.lock)
if ! is_done lock "$lock"; then
    say "Installing the locked dependencies (some minutes the first time)"
    pip install --require-hashes --no-deps -r requirements.lock ||
        fail "The dependencies could not be installed: see pip's message above, then try again."
    mark_done lock "$lock"
fi

project=$(digest pyproject.toml)
if ! is_done project "$project"; then
    say "Installing Grand Jour from this checkout"
    pip install --no-deps --no-build-isolation --editable . ||
        fail "Grand Jour could not be installed: see pip's message above, then try again."
    mark_done project "$project"
fi
