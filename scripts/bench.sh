#!/usr/bin/env bash
# Measures what Aurora is held to, each figure beside a peer or a limit in the same run. Fails nothing.
# usage: scripts/bench.sh [--quick] FOLDER-WITH-EXECUTABLES
set -euo pipefail
cd "$(dirname "$0")/.."
for peer in ninja make openssl cc python3; do
  command -v "$peer" >/dev/null || { echo "bench: the peer is missing: apt-get install ninja-build openssl gcc python3-venv" >&2; exit 1; }
done
exec python3 scripts/bench/main.py "$@"
