#!/usr/bin/env bash
# Score finished videos: quality/score.sh [--setup] VIDEO...
# The scorer's packages, pinned by hash, go into a virtual environment of its own (AURORA_QUALITY_VENV, or
# quality/.venv). It is made at the first run; --setup makes it anew, and alone does nothing else.
# quality/score.sh --sheet VIDEO OUT.png [...] makes a contact sheet instead.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
venv=${AURORA_QUALITY_VENV:-$here/.venv}
stamp=$venv/requirements.sha256

setup() {
    command -v ffmpeg >/dev/null || { echo "error: ffmpeg is missing: apt-get install ffmpeg" >&2; exit 2; }
    rm -rf "$venv"
    python3 -m venv "$venv" || { echo "error: venv is missing: apt-get install python3-venv" >&2; exit 2; }
    "$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        -r "$here/requirements.txt"
    sha256sum <"$here/requirements.txt" >"$stamp"
}

if [ "${1-}" = --setup ]; then
    shift
    setup
    [ $# -gt 0 ] || exit 0
elif [ "$(sha256sum <"$here/requirements.txt")" != "$(cat "$stamp" 2>/dev/null)" ]; then
    setup
fi

program=lipsync_score.py
if [ "${1-}" = --sheet ]; then
    shift
    program=contact_sheet.py
fi
exec "$venv/bin/python" "$here/$program" "$@"
