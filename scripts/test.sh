#!/usr/bin/env bash
# Runs the tests that were built, and says at the end once more what failed: in the middle of some thousand lines nobody
# finds it.   test.sh [option of the test program]...      for example: test.sh --filter TidyTests
#
# Without options as two processes at once, each of which takes its tests one after the other. All of them at once in one
# process (--parallel) takes twice as long on two processors and makes tests fail that wait for something: they share the
# few threads of that process, and one that keeps a thread to itself for a minute keeps the others from looking.
set -uo pipefail
cd "$(dirname "$0")/.."
program=$PWD/.build/debug/auroraPackageTests.xctest
# About half of the time that all tests take. What matches neither part's pattern is in the second.
first='^(EndToEndTests|RenderCodecTests|RenderFaceTests|RenderFramesTests|RenderSpeechTests)\.'

# run LOG OPTION...: the test program's own exit status, and its output in LOG as well; without colours, by which `tell` reads.
run() {
  local log=$1
  shift
  TERM=dumb "$program" --testing-library swift-testing --no-parallel "$@" 2>&1 | tee "$log"
  return "${PIPESTATUS[0]}"
}

# What failed, by the logs: each issue's own line, with the comments and values that the next lines give.
tell() {
  printf '\nWhat failed:\n'
  awk '/recorded an issue/ {show = 1} /recorded a known issue/ {show = 0} /^[◇✔━]/ {show = 0}
       /^✘ .* failed after/ {print; show = 0} show' "$@"
}

if (($# > 0)); then
  run .build/tests.log "$@" || { tell .build/tests.log; exit 1; }
  exit 0
fi
status=0
run .build/tests-1.log --filter "$first" &
other=$!
run .build/tests-2.log --skip "$first" || status=1
wait "$other" || status=1
# A pattern that matches nothing, or a program that ends early, is no success.
for log in .build/tests-1.log .build/tests-2.log; do
  # The second mark is that of issues which a test expects.
  grep -qE '^(✔|━) Test run with [1-9][0-9]* tests' "$log" || status=1
done
((status == 0)) || tell .build/tests-1.log .build/tests-2.log
grep -h '^. Test run with' .build/tests-1.log .build/tests-2.log
exit "$status"
