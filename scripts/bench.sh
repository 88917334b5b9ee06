#!/usr/bin/env bash
# Measures what Aurora is held to, each figure beside a peer or a limit in the same run. Fails nothing.
# usage: scripts/bench.sh FOLDER-WITH-EXECUTABLES
set -euo pipefail
cd "$(dirname "$0")/.."
command -v ninja >/dev/null || { echo "bench: the peer is missing: apt-get install ninja-build" >&2; exit 1; }
exec python3 scripts/bench.py "$1"
