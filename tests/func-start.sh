#!/usr/bin/env bash
# Starts each room under Azure's own Functions host (func of azure-functions-core-tools 4), with the stand-ins of a running line behind it:
# the host must know every function of the room, and the room must answer. Needs an app published with ServiceBusTrigger=true.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export HOTLINE_DATA
HOTLINE_DATA=$(mktemp -d)
line='' func=''

finish() {
  [ -z "$func" ] || kill "$func" 2>/dev/null || true
  [ -z "$line" ] || { kill -INT "$line" && wait "$line"; } 2>/dev/null || true
  rm -rf "$HOTLINE_DATA"
}
trap finish EXIT

fail() { printf '%s\n' "$1" >&2; cat "$HOTLINE_DATA"/*.log >&2; exit 1; }
within() { local seconds=$1; shift; for _ in $(seq "$seconds"); do if "$@"; then return 0; fi; sleep 1; done; return 1; }
running() { jq -r ".$1" "$HOTLINE_DATA/running.json"; }
names() { jq -r --arg room "Hotline.$1." ".[] | select(.entryPoint | startswith(\$room)) | $2" artifacts/app/functions.metadata; }

jq -e 'any(.[].bindings[]; .type == "serviceBusTrigger" and has("cardinality"))' artifacts/app/functions.metadata >/dev/null ||
  { echo "Publish with the real trigger first: ServiceBusTrigger=true ./hotline test, in a clean checkout." >&2; exit 1; }
./hotline run --port 7171 >"$HOTLINE_DATA/line.log" 2>&1 &
line=$!
within 300 test -e "$HOTLINE_DATA/running.json" || fail "The line with the stand-ins did not start."

# room, the other room, port, a path, the answer to a stranger
start() {
  local room=$1 other=$2 port=$3 path=$4 expected=$5 key=public
  [ "$room" = Intake ] || key=private
  local settings=(
    FUNCTIONS_WORKER_RUNTIME=dotnet-isolated "AzureWebJobsStorage=$(running Storage)" "ServiceBus=$(running ServiceBus)"
    "Hotline__Room=$room" "Hotline__PublicUrl=http://localhost:$port" "Hotline__SealingKeys=$(cat "$HOTLINE_DATA/keys/sealing-$key.pem")"
    "Hotline__Storage__ConnectionString=$(running Storage)" "Hotline__Review__Pepper=$(cat "$HOTLINE_DATA/keys/pepper")"
    Hotline__Twilio__AccountSid=AC00000000000000000000000000000001 "Hotline__Twilio__ApiUrl=$(running Twilio)"
    Hotline__Twilio__ApiKeySid=SK00000000000000000000000000000003 "Hotline__Twilio__ApiKeySecret=local intake"
    Hotline__SignIn__Issuer=https://login.example.org Hotline__SignIn__Audience=hotline)
  [ "$room" = Review ] || settings+=(Hotline__Twilio__AuthTokens__0=00000000000000000000000000000002)
  for name in $(names "$other" .name); do settings+=("AzureWebJobs.$name.Disabled=true"); done

  local log="$HOTLINE_DATA/$room.log"
  (cd artifacts/app && exec env "${settings[@]}" func start --no-build --port "$port") >"$log" 2>&1 &
  func=$!
  answers() { [ "$(curl -s -o /dev/null -w '%{http_code}' -X POST "http://127.0.0.1:$port/$path")" = "$expected" ]; }
  within 120 answers || fail "$room did not answer $expected at $path."
  for name in $(names "$room" .name); do grep -q "$name" "$log" || fail "The host does not know $name."; done
  ! grep -E 'unable to start|in error|No job functions found' "$log" || fail "The host has a function that it can't start."
  kill "$func" && wait "$func" || true
  func=''
  echo "$room answers under Azure's host."
}

start Intake Review 7271 twilio/voice/answer 403
start Review Intake 7272 review/tips/bulk 401
