#!/usr/bin/env bash
# Runs the built tests and closes with "N passed, N failed". A passing test prints nothing.
#   --quick     leaves out the trait Speed=slow: what needs a running line, storage or a browser, and long waits
#   --long      only what proves rare things: minutes of faults, real outages, tens of thousands of inputs (the trait Speed=long), and with
#               far more of everything what Speed=scaled does with a few
#   --slowest   as without, then the fifty slowest tests, what each waited for, and how busy the machine was meanwhile
#   --coverage  as without, counts the lines that ran, in the worker processes too, and prints them by folder
# Whatever follows goes to the test runner, such as -class Hotline.Tests.Intake.Voice.CallTests.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
out=$(mktemp -d)
trap 'rm -rf "$out"; [ -z "${sampler:-}" ] || kill "$sampler" 2>/dev/null' EXIT
built=$PWD/bin/Release/net10.0
# Tests start some two hundred processes that live for seconds: profiling their code costs a third of all processor time and never pays.
export DOTNET_TieredPGO=0

filter=(-trait- "Speed=long") mode=${1:-}
case "$mode" in
  --quick) filter=(-trait- "Speed=slow" -trait- "Speed=long"); shift ;;
  --long) filter=(-trait "Speed=long" -trait "Speed=scaled"); export HOTLINE_TEST_LONG=1; shift ;;
  --slowest|--coverage) shift ;;
esac

if [ "$mode" = "--coverage" ]; then
  # Coverlet rewrites what is beside the tests, so the workers run from there too.
  HOTLINE_TEST_APP=$PWD/bin/Debug/net10.0 dotnet test --project . --no-build --results-directory "$out" --report-xunit-ctrf --report-xunit-ctrf-filename results.json \
    --filter-not-trait "Speed=long" \
    --coverlet --coverlet-include "[Hotline.*]*" --coverlet-exclude "[Hotline.Probe]*" --coverlet-output-format json "$@"
  status=$?
  node coverage.mjs "$out" "$(dirname "$PWD")"
else
  if [ "$mode" = "--slowest" ] && [ -r /proc/stat ]; then
    export HOTLINE_TEST_WAITS=$out/waits.jsonl
    while sleep 1; do printf '%s %s\n' "$(date +%s%3N)" "$(head -n 1 /proc/stat)"; done >"$out/cpu.txt" & sampler=$!
  fi
  # One more than the cores: tests wait for each other's workers often enough.
  "$built/Hotline.Tests" -noColor -noLogo -reporter quiet -longRunning 120 -maxThreads 3 -result-ctrf "$out/results.json" "${filter[@]}" "$@"
  status=$?
fi

node results.mjs "$mode" "$out"
exit "$status"
