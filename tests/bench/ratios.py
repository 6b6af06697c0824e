#!/usr/bin/env python3
"""The ratios docs/performance.md speaks of, from what measure.sh printed; and whether any fell since they were recorded.

  tests/bench/measure.sh | tee round.jsonl | tests/bench/ratios.py            compares with tests/bench/ratios.json
  tests/bench/rival.sh | tee round.jsonl | tests/bench/ratios.py              the same of a round beside the rival
  tests/bench/ratios.py --record < rounds.jsonl                               records the medians of several rounds

Every ratio is of two figures of one round, so that the machine's speed cancels out, and is written so that more is
better. Ends with 1 and a warning on standard error where a ratio is more than 15 % below the recorded one.
"""
import json
import pathlib
import statistics
import sys

LOSS_MAX = 0.15
RECORDED = pathlib.Path(__file__).with_name("ratios.json")

# name: (what is measured, of which figure; by what it is divided, of which figure)
RATIOS = {
    "128 connections / raw SQLite at 64": (("128 connections", "transitions_per_s"), ("raw 64", "transitions_per_s")),
    "batches of 100 / raw SQLite at 512": (("batches of 100", "transitions_per_s"), ("raw 512", "transitions_per_s")),
    "one connection / raw SQLite at 1": (("one connection", "transitions_per_s"), ("raw 1", "transitions_per_s")),
    "2 ms more a sync / 128 connections": (
        ("128 connections, 2 ms more a sync", "transitions_per_s"),
        ("128 connections", "transitions_per_s"),
    ),
    "128 connections / rival": (("128 connections", "transitions_per_s"), ("rival, 128 connections", "transitions_per_s")),
    "batches of 100 / rival": (("batches of 100", "transitions_per_s"), ("rival, batches of 100", "transitions_per_s")),
}


def rounds_of(lines):
    """Each round: what was measured -> its figures. A measurement that was seen already begins the next round."""
    rounds = []
    for line in lines:
        measured = json.loads(line)
        name, figures = measured["what"], measured["bench"]
        if name == "raw SQLite":
            name = f"raw {figures['batch']}"
        if not rounds or name in rounds[-1]:
            rounds.append({})
        rounds[-1][name] = figures
    return rounds


def ratios_of(rounds):
    """Medians over the rounds that have both figures."""
    found = {}
    for name, ((over, figure), (under, by)) in RATIOS.items():
        values = [each[over][figure] / each[under][by] for each in rounds if over in each and each.get(under, {}).get(by)]
        if values:
            found[name] = round(statistics.median(values), 3)
    return found


def lost(recorded, seen):
    """Names whose ratio fell by more than LOSS_MAX."""
    return [name for name, value in seen.items() if name in recorded and value < recorded[name] * (1 - LOSS_MAX)]


def main():
    seen = ratios_of(rounds_of(line for line in sys.stdin if line.strip()))
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    if sys.argv[1:] == ["--record"]:  # what was not measured this time stays as it was
        RECORDED.write_text(json.dumps(recorded | seen, indent=1) + "\n", encoding="utf-8")
        return 0
    for name, value in seen.items():
        print(f"{name}: {value:.3f} (recorded {recorded.get(name, 'never')})")
    fallen = lost(recorded, seen)
    for name in fallen:
        print(f"warning: {name} is {1 - seen[name] / recorded[name]:.0%} below what was recorded", file=sys.stderr)
    return 1 if fallen or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
