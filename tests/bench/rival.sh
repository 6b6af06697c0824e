#!/usr/bin/env bash
# One round beside a hand-written service (docs/performance.md): the server and tests/bench/rival under the same loads in
# turn, the rival also with rows as wide as the server's and with a transaction for each command, then the rows of the
# server through SQLite alone. Every load is preceded by seconds that do not count. Prints one line of JSON a measurement,
# as measure.sh does, and with each how much processor time the server took for a transition and how much memory it held
# afterwards.
#
#   tests/bench/rival.sh [SECONDS]            REDRESS and RAW_SQLITE name other binaries than those of build/release
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.."
seconds=${1:-5}
redress=${REDRESS:-build/release/redress}
raw_sqlite=${RAW_SQLITE:-build/release/tests/bench/raw_sqlite}
folder=$(mktemp -d)
warm_up_seconds=2
server=
stop() {
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  server=
}
trap 'stop; rm -rf "$folder"' EXIT

start() { # start COMMAND...; sets url
  stop
  rm -f "$folder/out"
  "$@" >"$folder/out" 2>"$folder/err" &
  server=$!
  until grep -qs listening "$folder/out"; do
    kill -0 "$server" 2>/dev/null || { cat "$folder/err" >&2; exit 1; }
    sleep 0.05
  done
  url=$(grep -o 'http://.*' "$folder/out")
}
start_ours() { # start_ours NAME
  start "$redress" serve --data "$folder/$1" --listen 127.0.0.1:0
  token=$("$redress" token create --role service --data "$folder/$1" --json | grep -o '"token":"[^"]*"' | cut -d'"' -f4)
}
start_rival() { # start_rival NAME group|each|wide
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  start env NODE_ENV=production RIVAL_TOKEN="$token" node tests/bench/rival/service.mjs "$folder/$1" "$2"
}

cpu_ms() { awk -v ticks="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / ticks }' "/proc/$server/stat"; }
bench() { "$redress" bench --url "$url" --token "$token" --json "$@"; }
load() { # load NAME OPTIONS...
  local name=$1 before after found
  shift
  bench --seconds "$warm_up_seconds" "$@" >/dev/null
  before=$(cpu_ms)
  found=$(bench --seconds "$seconds" "$@")
  after=$(cpu_ms)
  awk -v name="$name" -v found="$found" -v ms="$(echo "$after $before" | awk '{ print $1 - $2 }')" \
    -v transitions="$(grep -o '"transitions":[0-9]*' <<<"$found" | cut -d: -f2)" \
    -v rss_kb="$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status")" \
    'BEGIN { printf "{\"what\":\"%s\",\"bench\":%s,\"server\":{\"cpu_ms_per_transition\":%.4f,\"memory_mb\":%.0f}}\n",
             name, found, transitions ? ms / transitions : 0, rss_kb / 1024 }'
}
verified() { # verified NAME: the rival wrote what it acknowledged, or this round is none
  stop
  node tests/bench/rival/verify.mjs "$folder/$1" >&2
}

many=(--connections 128)
batches=(--connections 8 --batch 100)
start_ours many
load "128 connections" "${many[@]}"
start_rival groups group
load "rival, 128 connections" "${many[@]}"
verified groups
start_rival wide wide
load "rival with rows as wide, 128 connections" "${many[@]}"
verified wide
start_rival alone each
warm_up_seconds=6   # until its log has the size it keeps: a sync of a growing file takes many times as long
load "rival without groups, 128 connections" "${many[@]}"
verified alone
warm_up_seconds=2
start_ours batches
load "batches of 100" "${batches[@]}"
start_rival rival-batches group
load "rival, batches of 100" "${batches[@]}"
verified rival-batches
"$raw_sqlite" "$folder/many" 1 64 512 | sed 's/^/{"what":"raw SQLite","bench":/; s/$/}/'
