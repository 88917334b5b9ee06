#!/usr/bin/env bash
# Render a corpus of portraits with several voices, and score every video: quality/corpus.sh [--help]
# What is fetched and made lies in quality/.corpus (or $AURORA_CORPUS), which git ignores. It needs what score.sh needs,
# and apt-get for the portraits; nothing is installed on the machine.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${AURORA_QUALITY_VENV:-$here/.venv}/bin/python
[ -x "$python" ] || "$here/score.sh" --setup
export CORPUS_FOLDER=${AURORA_CORPUS:-$here/.corpus}
export CORPUS_PACKAGES=$CORPUS_FOLDER/packages
pinned=$here/corpus/requirements.txt

# dlib alone is installed, in a folder of its own; of the other packages only files are taken.
if [ "$(sha256sum <"$pinned")" != "$(cat "$CORPUS_PACKAGES/requirements.sha256" 2>/dev/null)" ]; then
    rm -rf "$CORPUS_PACKAGES"
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: \
        --target "$CORPUS_PACKAGES" -r "$pinned"
    sha256sum <"$pinned" >"$CORPUS_PACKAGES/requirements.sha256"
fi
PYTHONPATH=$here exec "$python" "$here/corpus" "$@"
