#!/usr/bin/env bash
# Runs the built tests and closes with "N passed, N failed". --quick leaves out what takes long.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
filter=()
if [ "${1:-}" = "--quick" ]; then filter=(-trait- "Speed=slow"); shift; fi
log=$(mktemp)
bin/Debug/net10.0/Hotline.Tests -noColor -noLogo -longRunning 60 "${filter[@]}" "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
read -r total errors failed skipped notrun < <(sed -n "s/.*Total: \([0-9]*\), Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\), Not Run: \([0-9]*\).*/\1 \2 \3 \4 \5/p" "$log" | tail -n 1)
rm -f "$log"
failed=$(( ${failed:-1} + ${errors:-0} ))
printf '%d passed, %d failed\n' "$(( ${total:-0} - failed - ${skipped:-0} - ${notrun:-0} ))" "$failed"
exit "$status"
