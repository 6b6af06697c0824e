#!/usr/bin/env python3
"""What a noisy shop takes from a quiet one: noisy.py [--rate R] [--times T] [--seconds S] [--rounds N] [--one-token]

On one server with an empty store a quiet shop sends R commands a second; first alone, then beside a shop that sends T times
as many, then beside one that sends as much as it can over 128 connections. Each has a token bound to it, or both the same one
that is bound to no shop. Prints a line of JSON for each, with the quiet shop's latencies, counted from when a command was due,
and what the host kept of this machine's processors meanwhile, in percent: a stop of 100 ms is the p99 of a run of ten seconds,
whoever runs it. The last two lines have the ratios of p50 and p99: the median of those taken within a round, and all of them
(docs/performance.md).
"""
import argparse
import json
import statistics
import subprocess
import tempfile
import time

import grown


def bench(server, shop, options, seconds, connections, rate):
    token = server.token if options.one_token else server.token_of("--shop", shop)
    line = [grown.REDRESS, "bench", "--url", server.url, "--token", token, "--json", "--shop", shop,
            "--connections", str(connections), "--warm-up", "1", "--seconds", str(seconds)]
    return subprocess.Popen(line + (["--rate", str(rate)] if rate else []), stdout=subprocess.PIPE, text=True)


def told_by(process):
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"the load generator ended with {process.returncode}")
    return json.loads(out)


def processor_ticks():
    """Those the host kept, and all."""
    with open("/proc/stat", encoding="ascii") as stat:
        ticks = [int(each) for each in stat.readline().split()[1:9]]
    return ticks[7], sum(ticks)


def quiet_beside(name, server, options, noise):
    noisy = bench(server, "noisy", options, options.seconds + 3, *noise) if noise else None
    time.sleep(1)  # the noise is there first, and stays until the end
    kept_before, all_before = processor_ticks()
    quiet = told_by(bench(server, "quiet", options, options.seconds, 8, options.rate))
    kept, passed = processor_ticks()
    told = {"beside": name, "quiet": quiet, "noisy_transitions_per_s": told_by(noisy)["transitions_per_s"] if noisy else 0,
            "host_kept_percent": round(100 * (kept - kept_before) / (passed - all_before), 1)}
    print(json.dumps(told), flush=True)
    return quiet


def main():
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("--rate", type=float, default=50)
    line.add_argument("--times", type=float, default=20)
    line.add_argument("--seconds", type=float, default=10)
    line.add_argument("--rounds", type=int, default=5)
    line.add_argument("--one-token", action="store_true")
    options = line.parse_args()
    ratios = {"p50": {"times": [], "flood": []}, "p99": {"times": [], "flood": []}}
    with tempfile.TemporaryDirectory() as store:
        server = grown.Server(store)
        try:
            for _ in range(options.rounds):
                alone = quiet_beside("nobody", server, options, None)
                for name, noise in (("times", (64, options.rate * options.times)), ("flood", (128, None))):
                    beside = quiet_beside(name, server, options, noise)
                    for which, seen in ratios.items():
                        seen[name].append(beside[f"{which}_ms"] / alone[f"{which}_ms"])
        finally:
            server.stop()
    for which, seen in ratios.items():
        told = {name: [round(statistics.median(each), 2), [round(one, 2) for one in each]] for name, each in seen.items()}
        print(json.dumps({f"{which}_beside_by_alone": told}))


if __name__ == "__main__":
    main()
