"""A wall clock that somebody sets: clock_steps.py [--steps 8] [--seed 1]

The real clock of a server under load is stepped both ways, by seconds up to days (stepped_clock.cpp); in between the
server is killed and started. Then the clock goes far ahead, and every deadline of every open case must have fired, once.
"""

import argparse
import collections
import os
import pathlib
import random
import sys
import tempfile
import time

from server import Server
from store_check import entries_of, flaws
from writers import Memory, Writers, opening

SHIM = pathlib.Path(os.environ.get("REDRESS_SHIMS", "build/release/tests/fault")) / "libstepped_clock.so"
HOUR, DAY = 3600, 86400


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--steps", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    chance, memory, found = random.Random(options.seed), Memory(), []
    with tempfile.TemporaryDirectory() as folder:
        data, clock = pathlib.Path(folder) / "data", pathlib.Path(folder) / "clock"
        clock.write_text("0")
        environment = {"LD_PRELOAD": str(SHIM.resolve()), "REDRESS_CLOCK_STEP": str(clock)}
        server = Server(data, environment=environment)
        token = server.service_token()
        waiting = {}
        for step in range(options.steps):
            writers = Writers(server, token, memory, count=3)
            caller = server.caller(token)
            for _ in range(3):
                opened = memory.ask(caller, "case.open", opening(memory.number(), f"waits-{memory.number()}"))
                waiting[opened["case"]["id"]] = opened["case"]["due"]["at"]
            time.sleep(0.2)
            jump = chance.choice((-2 * DAY, -25 * HOUR, -60, -1, 1, 60, 25 * HOUR, 2 * DAY))
            clock.write_text(str(jump) + " " * 16)
            time.sleep(0.3)
            if step % 3 == 2:
                server.kill()
                writers.join()
                server = Server(data, environment=environment)
            writers.join()
        memory.retry_unknown(server.caller(token))
        clock.write_text(str(9 * DAY) + " " * 16)
        caller, end, left = server.caller(token), time.monotonic() + 30, set(waiting)
        while left and time.monotonic() < end:
            time.sleep(0.2)
            left = {one for one in left
                    if caller.must("case.get", {"case_id": one})["case"]["state"] == "WAIT_SELLER_AGREE"}
        if left:
            found.append(f"{len(left)} deadlines did not fire")
        if server.stop() != 0:
            found.append("the server did not stop well")
        fired = collections.Counter((entry["case_id"], entry["from"]) for entry in entries_of(data)
                                    if entry["event"] == "deadline_passed" and entry["outcome"] == "accepted")
        found += [f"fired {count} times: {where}" for where, count in fired.items() if count > 1]
        for entry in entries_of(data):
            due = waiting.get(entry["case_id"])
            if due and entry["event"] == "deadline_passed" and entry["at"] < due:
                found.append(f"fired early: {entry['case_id']}, due {due}, at {entry['at']}")
        found += flaws(data, memory)
    if found:
        print(*found[:20], sep="\n")
        return 1
    print(f"{options.steps} steps of the clock, {len(memory.acknowledged())} commands acknowledged, {sum(fired.values())} "
          "deadlines fired, each once and none early")
    return 0


if __name__ == "__main__":
    sys.exit(main())
