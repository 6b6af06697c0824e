#!/usr/bin/env bash
# One round of docs/performance.md: the server under four loads, then the same rows through SQLite alone, so that the
# ratios come from one run on one machine. Prints one line of JSON a measurement.
#
#   tests/bench/measure.sh [SECONDS]
#   tests/bench/measure.sh | tee round.jsonl | tests/bench/ratios.py      warns where a ratio fell by more than 15 %
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
seconds=${1:-5}
redress=build/release/redress
folder=$(mktemp -d)
server=
stop() {
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  server=
}
trap 'stop; rm -rf "$folder"' EXIT

start() { # start NAME [ENVIRONMENT...]
  stop
  store=$folder/$1
  shift
  rm -f "$folder/out"   # else the line of the server before is taken for this one's
  env "$@" "$redress" serve --data "$store" --listen 127.0.0.1:0 >"$folder/out" 2>/dev/null &
  server=$!
  until grep -qs listening "$folder/out"; do sleep 0.05; done
  url=$(grep -o 'http://.*' "$folder/out")
  token=$("$redress" token create --role service --data "$store" --json | grep -o '"token":"[^"]*"' | cut -d'"' -f4)
}
load() { # load NAME OPTIONS...
  local name=$1
  shift
  printf '{"what":"%s","bench":%s}\n' "$name" "$("$redress" bench --url "$url" --token "$token" --json --seconds "$seconds" "$@")"
}

start many
load "128 connections" --connections 128
start batches
load "batches of 100" --connections 8 --batch 100
start one
load "one connection" --connections 1
start slow LD_PRELOAD=build/release/tests/bench/libslow_fsync.so REDRESS_FSYNC_MS=2
load "128 connections, 2 ms more a sync" --connections 128
stop
build/release/tests/bench/raw_sqlite "$folder/many" 1 64 512 | sed 's/^/{"what":"raw SQLite","bench":/; s/$/}/'
