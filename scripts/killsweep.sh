#!/usr/bin/env bash
# Kills a build at every one of its system calls that change something, one run each, and checks after each kill that
# nothing is corrupt, and after the next build that nothing is missing, locked or left lying about.
#
# The renderer is a stand-in that answers at once with the bytes of a portrait: what is tested is the build.
# Needs strace. Takes minutes. usage: scripts/killsweep.sh FOLDER-WITH-EXECUTABLES
set -uo pipefail
cd "$(dirname "$0")/.."
aurora=$(realpath "$1")/aurora
example=$PWD/examples/storytellers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Names of calls as strace counts them: "when" counts each name apart.
calls=write,pwrite64,writev,rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync,ftruncate,mkdir,mkdirat,link,linkat

prepare() {
    mkdir "$work/base"
    cp -R "$example/." "$work/base/"
    cd "$work/base" || exit 1
    git init -q
    git -c user.name=Sweep -c user.email=sweep@example.com add .
    git config user.name Sweep
    git config user.email sweep@example.com
    git commit -q -m "Add scenes"
    cp scenes/baker/portrait.jpg "$work/video"
    cat >"$work/renderer" <<STAND_IN
#!/bin/sh
cp "$work/video" video.mp4
echo '{"talkingHead":{"_0":{"width":480,"height":480,"framesPerSecond":25,"frames":50,"durationMilliseconds":2000,"videoCodec":"h264","audioCodec":"aac"}}}' >result.json
STAND_IN
    cat >"$work/build" <<BUILD
#!/bin/sh
cd "$work/now" && AURORA_RENDER="$work/renderer" exec "$aurora" build </dev/null >/dev/null 2>&1
BUILD
    chmod +x "$work/renderer" "$work/build"
}

renew() { rm -rf "$work/now" && cp -R "$work/base" "$work/now"; }

# What must hold at any moment.
is_sound() {
    cd "$work/now" || return 1
    git fsck --strict >/dev/null 2>&1 || { echo "  git fsck complains"; return 1; }
    local object video
    while read -r object; do
        [ "$(sha256sum <"$object" | cut -d' ' -f1)" = "${object##*/}" ] || { echo "  corrupt: $object"; return 1; }
    done < <(find .aurora/objects -type f 2>/dev/null)
    for video in out/draft/*.mp4; do
        [ ! -e "$video" ] || cmp -s "$video" "$work/video" || { echo "  half written: $video"; return 1; }
    done
}

# What must hold after the next build.
is_complete() {
    is_sound || return 1
    [ -z "$(git status --porcelain)" ] || { echo "  not committed: $(git status --porcelain)"; return 1; }
    [ "$(find out/draft -name '*.mp4' | wc -l)" = 3 ] || { echo "  a video is missing"; return 1; }
    [ "$(git ls-files records | wc -l)" = 3 ] || { echo "  a record is missing"; return 1; }
    [ -z "$(ls -A .aurora/tmp 2>/dev/null)" ] || { echo "  temporary files are left"; return 1; }
    [ ! -e .git/index.lock ] || { echo "  git's index is left locked"; return 1; }
}

prepare
renew
strace -f -qq -c -e trace="$calls" -o "$work/count" "$work/build"
kills=0
violations=0
while read -r call count; do
    for ((when = 1; when <= count; when++)); do
        renew
        # In braces, so that this shell's own word on the kill goes the same way.
        { strace -f -qq -o /dev/null -e trace="$call" -e inject="$call:signal=KILL:when=$when" "$work/build"; } \
            2>/dev/null </dev/null
        [ $? = 137 ] && kills=$((kills + 1))
        if ! is_sound; then
            violations=$((violations + 1))
            echo "killed at $call $when: not sound"
        elif "$work/build"; ! is_complete; then
            violations=$((violations + 1))
            echo "killed at $call $when: the next build did not put it right"
        fi
    done
done < <(awk '$1 ~ /^[0-9.]+$/ && $NF != "total" { print $NF, $4 }' "$work/count")
echo "$kills kills, $violations violations"
[ "$violations" = 0 ]
