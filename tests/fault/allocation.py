"""Memory that runs out: allocation.py [--runs 20] [--seed 1]

The n-th allocation after the server began to listen fails, alone or with the fifty after it (failing_allocation.cpp),
under load. The server may answer faults or die. It may not have acknowledged what is not there.
"""

import argparse
import collections
import os
import pathlib
import random
import sys
import tempfile
import time

from server import NoAnswer, Server
from store_check import flaws_after_restart
from writers import Memory, Writers

SHIM = pathlib.Path(os.environ.get("REDRESS_SHIMS", "build/release/tests/fault")) / "libfailing_allocation.so"


def one_run(folder, first, count):
    """What was wrong, and what became of the server: a word."""
    data, memory = pathlib.Path(folder) / "data", Memory()
    before = Server(data)
    token = before.service_token()
    before.kill()
    server = Server(data, environment={"LD_PRELOAD": str(SHIM.resolve()), "REDRESS_FAIL_ALLOCATION": str(first),
                                       "REDRESS_FAIL_ALLOCATIONS": str(count)})
    writers = Writers(server, token, memory, count=4, seconds=5)
    end = time.monotonic() + 0.7
    while time.monotonic() < end and server.is_running():
        time.sleep(0.02)
    writers.join()
    became = "answered faults" if memory.faults else "went on"
    if not server.is_running():
        became = "died"
    else:
        try:
            server.caller(token, 5).call("case.list", {"shop": "s1"})
        except NoAnswer:
            became = "hung"
        if server.is_running() and server.stop(10) is None:
            became = "hung"
    return flaws_after_restart(data, memory, token), became


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    chance, began, outcomes, wrong = random.Random(options.seed), time.monotonic(), collections.Counter(), 0
    for number in range(options.runs):
        first, count = int(10 ** chance.uniform(1, 5.3)), chance.choice((1, 1, 51))
        with tempfile.TemporaryDirectory() as folder:
            found, became = one_run(folder, first, count)
        outcomes[became] += 1
        if found:
            wrong += 1
            print(f"allocation {first}, {count} in a row ({became}):", *found[:5], sep="\n  ", flush=True)
    told = ", ".join(f"{count} {became}" for became, count in outcomes.most_common())
    print(f"{options.runs} runs: {told}; {wrong} wrong; {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
