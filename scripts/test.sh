#!/usr/bin/env bash
# Runs the tests that were built, and says at the end once more what failed: in the middle of some thousand lines nobody
# finds it.   test.sh [option of swift test]...
#
# Without options in two parts: suites that start servers and processes and watch what these do at the moment come by
# themselves and one after the other, since others would keep them from looking for minutes.
set -uo pipefail
cd "$(dirname "$0")/.."
log=.build/tests.log
watchers='RendererHostTests|ServiceFaultTests|ServiceTableTests|CurlTransportTests|ScriptedServiceTests'
watchers+='|ResultDownloaderTests|HostedFlowTests|HostedFieldTests|HostedSecretTests'

# What failed, by its log.
tell() {
  printf '\nWhat failed:\n'
  # An issue's own line, with the comments and values that the next lines give.
  awk '/recorded an issue/ {show = 1} /recorded a known issue/ {show = 0} /^[◇✔━]/ {show = 0}
       /^✘ .* failed after/ {print; show = 0} show' "$log"
}

run() {
  swift test --skip-build "$@" 2>&1 | tee -a "$log"
  return "${PIPESTATUS[0]}"
}

: >"$log"
status=0
if (($# > 0)); then
  run --parallel "$@" || status=$?
else
  run --parallel --skip "$watchers" || status=$?
  run --no-parallel --filter "$watchers" || status=$?
fi
((status == 0)) || tell
exit "$status"
