#!/usr/bin/env bash
# Kills a build at every one of its system calls that change something, one run each, and checks after each kill that
# nothing is corrupt, and after the next build that nothing is missing, locked or left lying about. Of a paid build, that
# everything is there and was charged once.
#
# The renderer is a stand-in that answers at once: what is tested is the build. The service of a paid build is the one of
# the tests. Takes minutes. usage: scripts/killsweep.sh FOLDER-WITH-EXECUTABLES [free|paid]
# Environment: AURORA_SWEEP_STEP=N kills at each Nth call only, AURORA_SWEEP_FIRST=N from the Nth on.
set -uo pipefail
cd "$(dirname "$0")/.."
aurora=$(realpath "$1")/aurora
kind=${2:-free}
project=$PWD
work=$(mktemp -d)
service=
trap '[ -z "$service" ] || kill "$service"; rm -rf "$work"' EXIT

# The tracer, which strace cannot be: it counts for each thread by itself.
clang=$(dirname "$(readlink -f "$(command -v swift)")")/clang
"$clang" -O1 -o "$work/killat" scripts/killat.c || exit 1

prepare_free() {
    scenes=3
    profile=draft
    cp -R "$project/examples/storytellers/." "$work/base/"
    cp "$work/base/scenes/baker/portrait.jpg" "$work/video"
    cat >"$work/renderer" <<STAND_IN
#!/bin/sh
# It does not stay open.
[ "\$1" != --serve ] || exit 1
# It may be this that is killed: then it has made nothing, as a renderer would have.
cp "$work/video" video.mp4 || exit 1
echo '{"talkingHead":{"_0":{"width":480,"height":480,"framesPerSecond":25,"frames":50,"durationMilliseconds":2000,"videoCodec":"h264","audioCodec":"aac"}}}' >result.json
STAND_IN
    cat >"$work/build" <<BUILD
#!/bin/sh
cd "$work/now" && AURORA_RENDER="$work/renderer" exec "$aurora" build </dev/null >"$work/words" 2>&1
BUILD
}

prepare_paid() {
    scenes=2
    profile=final
    local tests=$project/Tests/EndToEndTests/Service scene
    python3 "$tests/clips.py" mp4 2 >"$work/video"
    for scene in baker botanist; do
        mkdir -p "$work/base/scenes/$scene"
        cp "$project/examples/storytellers/scenes/$scene/portrait.jpg" "$work/base/scenes/$scene/"
        # Two seconds of silence, 8 kHz, 16 bit.
        { printf 'RIFF\044\175\0\0WAVEfmt \020\0\0\0\001\0\001\0\100\037\0\0\200\076\0\0\002\0\020\0data\0\175\0\0'; head -c 32000 /dev/zero; } \
            >"$work/base/scenes/$scene/line.wav"
        printf 'image: portrait.jpg\naudio: line.wav\nprompt: The %s speaks\n' "$scene" >"$work/base/scenes/$scene/scene.yaml"
    done
    printf 'name: sweep\nprofile: final\nprofiles: {final: {provider: runware}}\n' >"$work/base/aurora.yaml"
    printf '/out/\n/.aurora/\n' >"$work/base/.gitignore"
    # It is asked for the lengths of sounds, and what a video is.
    cat >"$work/renderer" <<'STAND_IN'
#!/bin/sh
# It does not stay open.
[ "$1" != --serve ] || exit 1
if grep -q '"inspect"' request.json; then
    echo '{"video":{"_0":{"width":480,"height":480,"framesPerSecond":25,"frames":50,"durationMilliseconds":2000,"videoCodec":"h264","audioCodec":"aac"}}}' >result.json
    exit
fi
sounds=$(tr -d '\n ' <request.json | sed 's/.*"sounds":\[\([^]]*\)\].*/\1/; s/"[^"]*"/2000/g')
echo "{\"probe\":{\"_0\":{\"durationsMilliseconds\":[$sounds]}}}" >result.json
STAND_IN
    mkfifo "$work/port"
    python3 "$tests/hosted_service.py" "$work/service" '{"polls":0,"stays":true}' </dev/null >"$work/port" 2>"$work/complaints" &
    service=$!
    local port
    read -r port <"$work/port"
    # Another team key names other tasks: what was charged in another run counts in no other.
    cat >"$work/build" <<BUILD
#!/bin/sh
export AURORA_RENDER="$work/renderer" XDG_STATE_HOME="$work/state" RUNWARE_API_KEY=test-key
export RUNWARE_BASE_URL=http://127.0.0.1:$port/v1 AURORA_TEAM_KEY="\$(cat "$work/team")"
cd "$work/now" && exec "$aurora" \${1:-build --profile final --max-cost 10} </dev/null >"$work/words" 2>&1
BUILD
}

prepare() {
    mkdir "$work/base"
    "prepare_$kind"
    cd "$work/base" || exit 1
    git init -q
    git config user.name Sweep
    git config user.email sweep@example.com
    git add .
    git commit -q -m "Add scenes"
    chmod +x "$work/renderer" "$work/build"
}

renew() {
    cd "$work" || exit 1
    rm -rf "$work/now" "$work/state"
    cp -R "$work/base" "$work/now"
    echo "team-key-of-run-$1-which-is-long-enough" >"$work/team"
    charged_before=$(charges)
}

charges() { cat "$work/service/ledger.jsonl" 2>/dev/null | wc -l; }

# What must hold at any moment.
is_sound() {
    cd "$work/now" || return 1
    git fsck --strict >/dev/null 2>&1 || { echo "  git fsck complains"; return 1; }
    local object video
    while read -r object; do
        [ "$(sha256sum <"$object" | cut -d' ' -f1)" = "${object##*/}" ] || { echo "  corrupt: $object"; return 1; }
    done < <(find .aurora/objects -type f 2>/dev/null)
    for video in "out/$profile"/*.mp4; do
        [ ! -e "$video" ] || cmp -s "$video" "$work/video" || { echo "  half written: $video"; return 1; }
    done
    [ $(($(charges) - charged_before)) -le "$scenes" ] || { echo "  charged too often"; return 1; }
}

# What must hold after the next build.
is_complete() {
    is_sound || return 1
    [ -z "$(git status --porcelain)" ] || { echo "  not committed: $(git status --porcelain)"; return 1; }
    [ "$(find "out/$profile" -name '*.mp4' | wc -l)" = "$scenes" ] || { echo "  a video is missing"; return 1; }
    [ "$(git ls-files records | wc -l)" = "$scenes" ] || { echo "  a record is missing"; return 1; }
    [ -z "$(ls -A .aurora/tmp 2>/dev/null)" ] || { echo "  temporary files are left"; return 1; }
    [ ! -e .git/index.lock ] || { echo "  git's index is left locked"; return 1; }
    [ "$kind" = free ] || is_paid_once
}

is_paid_once() {
    [ $(($(charges) - charged_before)) = "$scenes" ] || { echo "  $(($(charges) - charged_before)) charges"; return 1; }
    "$work/build" jobs
    grep -q "nothing is under way" "$work/words" || { echo "  a task is left open: $(cat "$work/words")"; return 1; }
}

prepare
renew 0
if ! "$work/killat" 0 "$work/count" "$work/build" || ! is_complete; then
    echo "without a kill it does not build:"
    cat "$work/words"
    exit 1
fi
count=$(cat "$work/count")
echo "$count calls"
kills=0
violations=0
for ((when = ${AURORA_SWEEP_FIRST:-1}; when <= count; when += ${AURORA_SWEEP_STEP:-1})); do
    renew "$when"
    "$work/killat" "$when" "$work/now-count" "$work/build"
    [ $? = 137 ] && kills=$((kills + 1))
    if ! is_sound; then
        violations=$((violations + 1))
        echo "killed at call $when: not sound"
    elif "$work/build"; ! is_complete; then
        violations=$((violations + 1))
        echo "killed at call $when: the next build did not put it right"
        sed 's/^/    /' "$work/words"
    fi
done
echo "$kills kills, $violations violations"
[ "$violations" = 0 ]
