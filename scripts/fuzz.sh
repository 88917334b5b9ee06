#!/usr/bin/env bash
# Runs the decoders of pictures and sounds under libFuzzer with the address sanitizer, both at a time, and fails if one
# of them crashes, hangs or takes too much memory. FFmpeg itself is Debian's, without the sanitizer's checks inside; what it
# allocates is watched. What was found is kept in .build/fuzz/*.found. usage: scripts/fuzz.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-600}
build=.build/fuzz
mkdir -p "$build"

flags=(-O -g -parse-as-library -swift-version 6 -package-name aurora -sanitize=fuzzer,address -I "$build"
  -Xcc -fmodule-map-file="$PWD/Sources/CFFmpeg/module.modulemap")
for module in RenderMedia RenderCodec; do
  swiftc "${flags[@]}" -wmo -module-name "$module" -emit-module -emit-module-path "$build/$module.swiftmodule" \
    -emit-object -o "$build/$module.o" $(find "Sources/$module" -name '*.swift')
done
for target in Picture Sound; do
  swiftc "${flags[@]}" -module-name "Fuzz$target" "Tests/Fuzzing/$target.swift" "$build/RenderMedia.o" \
    "$build/RenderCodec.o" $(pkg-config --libs libavformat libavcodec libavutil libswscale libswresample) \
    -o "$build/fuzz-$target" 2>"$build/$target.log" || { cat "$build/$target.log"; exit 1; }
  mkdir -p "$build/$target.corpus"
done
scripts/hostile_media.py --seed 1 --corpus "$build/Picture.corpus" "$build/Sound.corpus"

run() {
  "$build/fuzz-$1" "$build/$1.corpus" -max_total_time="$seconds" -timeout=30 -rss_limit_mb=3000 -max_len=200000 \
    -artifact_prefix="$build/$1.found." -print_final_stats=1 >"$build/$1.log" 2>&1
}
run Picture & picture=$!
run Sound & sound=$!
status=0
wait "$picture" || status=1
wait "$sound" || status=1
for target in Picture Sound; do
  echo "$target: $(grep -E 'stat::(number_of_executed_units|peak_rss_mb)' "$build/$target.log" | tr -s ' ' | cut -d: -f3- | paste -sd, )"
  grep -E 'ERROR|SUMMARY|Test unit written' "$build/$target.log" || true
done
[ "$status" = 0 ] && echo "clean after $seconds s each"
exit "$status"
