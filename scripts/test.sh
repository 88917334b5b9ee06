#!/usr/bin/env bash
# Runs the tests that were built, and says at the end once more what failed: in the middle of some thousand lines nobody
# finds it.   test.sh [option of swift test]...
set -uo pipefail
cd "$(dirname "$0")/.."
log=.build/tests.log
swift test --skip-build --parallel "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if ((status != 0)); then
  printf '\nWhat failed:\n'
  # An issue's own line, with the comments and values that the next lines give.
  awk '/recorded an issue/ {show = 1} /recorded a known issue/ {show = 0} /^[◇✔━]/ {show = 0}
       /^✘ .* failed after/ {print; show = 0} show' "$log"
fi
exit "$status"
