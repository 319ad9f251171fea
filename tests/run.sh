#!/usr/bin/env bash
# Runs the built tests and closes with "N passed, N failed".
#   --quick     leaves out what takes long
#   --coverage  counts the lines that ran, in the worker processes too, and prints them by folder
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
log=$(mktemp)
trap 'rm -rf "$log" "$log.cov"' EXIT
built=$PWD/bin/Debug/net10.0

if [ "${1:-}" = "--coverage" ]; then
  # Coverlet rewrites what lies beside the tests, so the workers run from there too.
  HOTLINE_TEST_APP=$built dotnet test --project . --no-build --results-directory "$log.cov" \
    --coverlet --coverlet-include "[Hotline.*]*" --coverlet-exclude "[Hotline.Probe]*" --coverlet-output-format json "${@:2}" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  node coverage.mjs "$log.cov" "$(dirname "$PWD")"
  count() { sed -n "s/^ *$1: \([0-9]*\)$/\1/p" "$log" | tail -n 1; }
  passed=$(count succeeded) failed=$(count failed)
else
  filter=()
  if [ "${1:-}" = "--quick" ]; then filter=(-trait- "Speed=slow"); shift; fi
  "$built/Hotline.Tests" -noColor -noLogo -longRunning 60 "${filter[@]}" "$@" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  read -r total errors failed skipped notrun < <(sed -n "s/.*Total: \([0-9]*\), Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\), Not Run: \([0-9]*\).*/\1 \2 \3 \4 \5/p" "$log" | tail -n 1)
  failed=$(( ${failed:-1} + ${errors:-0} ))
  passed=$(( ${total:-0} - failed - ${skipped:-0} - ${notrun:-0} ))
fi

# What failed once more, where one looks first.
[ "${failed:-1}" = 0 ] || grep -a -A 8 '\[FAIL\]' "$log"
printf '%d passed, %d failed\n' "${passed:-0}" "${failed:-1}"
exit "$status"
