#!/usr/bin/env bash
# Score the renderer's mouth shapes against clips whose phones are known: quality/shapes.sh [--dev] [RENDERER]
# Prints a Markdown table (score_shapes.py --help says what its columns mean). RENDERER is by default the debug build's
# aurora-render. The clips are those of truth/ and Debian's pocketsphinx-testdata; with --dev, those that constants were
# chosen on. The packages are those of score.sh, which installs them.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=${AURORA_QUALITY_VENV:-$here/.venv}/bin/python
[ -x "$python" ] || { echo "error: the packages are missing: run quality/score.sh --setup" >&2; exit 2; }
set_of_clips=test
if [ "${1-}" = --dev ]; then
    set_of_clips=dev
    shift
fi
renderer=${1:-$here/../.build/debug/aurora-render}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ "$set_of_clips" = dev ]; then
    "$python" "$here/speech_truth.py" espeak "$work/truth" >/dev/null
else
    "$python" "$here/speech_truth.py" real "$work/truth" >/dev/null
    cp "$here"/truth/* "$work/truth"
fi

# The group of a clip, by its name.
group() {
    case $1 in
        en-*) echo "espeak English" ;;
        librivox-* | card-* | goforward) echo "real speech" ;;
        *) echo "espeak de es fr it pt" ;;
    esac
}

for truth in "$work"/truth/*.tsv; do
    name=$(basename "$truth" .tsv)
    sound=$work/truth/$name.wav
    [ -e "$sound" ] || sound=$work/truth/$name.flac
    "$renderer" --visemes "$sound" >"$work/$name.heard.tsv"
    "$renderer" --visemes "$sound" --transcript "${truth%.tsv}.txt" >"$work/$name.read.tsv"
    printf '%s\twith the text\tclass8\t%s\t%s\n' "$(group "$name")" "$truth" "$work/$name.read.tsv" >>"$work/list.tsv"
    printf '%s\tsound alone\tclass8\t%s\t%s\n' "$(group "$name")" "$truth" "$work/$name.heard.tsv" >>"$work/list.tsv"
done
sort -t "$(printf '\t')" -k 1,1r -k 2,2 "$work/list.tsv" >"$work/sorted.tsv"
"$python" "$here/score_shapes.py" --batch "$work/sorted.tsv"
