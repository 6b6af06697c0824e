"""kill -9 under load: kill_loop.py [--loops 30] [--seed 1]

One store, killed and started again and again, each time at a random moment of full load. After each kill: every
acknowledged entry is there as told, no request id had two effects, `audit verify` is clean; then every command nobody
answered is sent again and must have exactly one effect.
"""

import argparse
import pathlib
import random
import sys
import tempfile
import time

from server import Server
from store_check import entries_of, flaws_after_restart, lies
from writers import Memory, Writers


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--loops", type=int, default=30)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--loops-a-store", type=int, default=10)
    options.add_argument("--seconds", type=float, default=1e9, help="end earlier, and say how many it were")
    options = options.parse_args()
    chance = random.Random(options.seed)
    began, commands, doubtful, landed, kills = time.monotonic(), 0, 0, 0, 0
    for start in range(0, options.loops, options.loops_a_store):
        with tempfile.TemporaryDirectory() as folder:
            data, memory, token = pathlib.Path(folder) / "data", Memory(), ""
            for loop in range(start, min(options.loops, start + options.loops_a_store)):
                server = Server(data)
                token = token or server.service_token()
                writers = Writers(server, token, memory)
                time.sleep(chance.uniform(0.02, 0.7))
                server.kill()
                writers.join()
                unknown = {one.request_id for one in memory.unknown()}
                found = lies(entries_of(data), memory.acknowledged())
                kills += 1
                landed += sum(entry["request_id"] in unknown for entry in entries_of(data))
                doubtful += len(unknown)
                found += flaws_after_restart(data, memory, token)
                if found:
                    print(f"loop {loop}, seed {options.seed}:", *found[:20], sep="\n  ")
                    return 1
            commands += len(memory.acknowledged())
        if time.monotonic() - began > options.seconds:
            break
    print(f"{kills} kills, {commands} commands acknowledged, {doubtful} without an answer of which {landed} "
          f"had happened, nothing lost, nothing twice, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
