"""Power cuts: power_cut.py [--cuts 500] [--seed 1] [--cuts-a-store 25] [--control 3]

The server's data lies on an ext4 file system of its own in a file. At a random moment under load the server is stopped
as it stands (SIGSTOP) and the file is copied: that is what the device holds, without whatever the system only keeps in
memory. The copy is mounted, as after a power cut, and checked: everything acknowledged before the cut is there as told,
nothing is there twice, `audit verify` is clean; every fifth is started again and all unknown commands are sent once
more. Then the server goes on from where it stood.

The control run does the same with synchronous=NORMAL planted into the real binary (normal_sync.cpp) and must lose
acknowledged entries: it shows that the cut cuts.
"""

import argparse
import os
import pathlib
import random
import sys
import tempfile
import time

from disk import Disk, NotPermitted
from server import Server
from store_check import flaws, flaws_after_restart
from writers import Asked, Memory, Writers

SHIMS = pathlib.Path(os.environ.get("REDRESS_SHIMS", "build/release/tests/fault"))


def as_of_now(memory):
    """A copy of the memory: what was asked and acknowledged before the cut."""
    kept = Memory()
    with memory.lock:
        for one in memory.asked.values():
            copy = Asked(one.method, one.params)
            copy.entry = one.entry
            kept.asked[one.request_id] = copy
    return kept


def wait_for_more(memory, seconds, more=8):
    known = len(memory.acknowledged())
    time.sleep(seconds)
    end = time.monotonic() + 20
    while len(memory.acknowledged()) < known + more and time.monotonic() < end:
        time.sleep(0.01)


def cuts_of_one_store(count, chance, environment, totals):
    """Runs one server and cuts its power `count` times; what was wrong, and how many cuts lost what was acknowledged."""
    found, losing = [], 0
    with tempfile.TemporaryDirectory() as folder, Disk(f"{folder}/disk", 64) as disk:
        server, memory = Server(disk.mount / "data", environment=environment), Memory()
        token = server.service_token()
        writers = Writers(server, token, memory, seconds=60)
        try:
            for cut in range(count):
                wait_for_more(memory, chance.uniform(0.01, 0.3))
                server.freeze()
                kept = as_of_now(memory)  # not before: a request asked in between would be an entry of nobody's
                photograph = f"{folder}/cut-{cut}"  # a file of its own: a loop device may outlive its mount a little
                disk.photograph(photograph)
                with Disk(photograph) as after:
                    data = after.mount / "data"
                    wrong = flaws_after_restart(data, kept, token) if cut % 5 == 0 and not environment \
                        else flaws(data, kept)
                os.unlink(photograph)
                server.thaw()
                losing += any("acknowledged and lost" in one for one in wrong)
                found += [f"cut {cut}: {one}" for one in wrong]
        finally:
            totals["commands"] += len(memory.acknowledged())
            writers.over.set()
            code = server.stop()
            writers.join()
        if code != 0:
            found.append(f"the server ended with {code}")
        found += flaws(disk.mount / "data", memory) if not environment else []
    return found, losing


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--cuts", type=int, default=500)
    options.add_argument("--cuts-a-store", type=int, default=25)
    options.add_argument("--control", type=int, default=3)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--seconds", type=float, default=1e9, help="end earlier, and say how many it were")
    options = options.parse_args()
    chance, began, totals = random.Random(options.seed), time.monotonic(), {"commands": 0}
    cuts = 0
    try:
        for start in range(0, options.cuts, options.cuts_a_store):
            count = min(options.cuts_a_store, options.cuts - start)
            found, _ = cuts_of_one_store(count, chance, None, totals)
            if found:
                print(f"seed {options.seed}, cuts from {start}:", *found[:20], sep="\n  ")
                return 1
            cuts += count
            if time.monotonic() - began > options.seconds:
                break
        weak = {"LD_PRELOAD": str((SHIMS / "libnormal_sync.so").resolve())}
        _, losing = cuts_of_one_store(options.control, chance, weak, {"commands": 0})
    except NotPermitted as why:
        print("skipped, this machine does not permit it:", why)
        return 77
    print(f"{cuts} power cuts, {totals['commands']} commands acknowledged, nothing lost, nothing twice; control "
          f"with synchronous=NORMAL: {losing} of {options.control} cuts lost acknowledged entries; "
          f"{time.monotonic() - began:.0f} s")
    if options.control and not losing:
        print("the control lost nothing, so these cuts prove nothing")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
