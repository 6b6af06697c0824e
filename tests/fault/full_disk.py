"""A disk that runs full and has room again: full_disk.py [--rounds 3]

The server's data lies on a small ext4 file system. Under load a ballast file takes all that is left. Commands fail and
nobody is told otherwise; reads and /readyz go on; the ballast goes, and without a restart writes are taken again.
"""

import argparse
import os
import pathlib
import sys
import tempfile
import time

from disk import Disk, NotPermitted
from server import NoAnswer, Server
from store_check import flaws_after_restart
from writers import Memory, Writers, opening


def take_all(file):
    """Writes until the disk takes nothing more."""
    for size in (1 << 20, 4096, 1):
        block = b"x" * size
        try:
            while True:
                file.write(block)
        except OSError:
            pass


def free(disk):
    """Bytes there is room for."""
    room = os.statvfs(disk.mount)
    return room.f_bavail * room.f_frsize


def wait_until(true, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def refused(caller, memory):
    return memory.ask(caller, "case.open", opening(memory.number(), f"probe-{memory.number()}")) is None


def one_round(disk, server, token, memory, found):
    caller = server.caller(token)
    case = next(iter(memory.acknowledged().values()))["case_id"]
    with open(disk.mount / "ballast", "wb", buffering=0) as ballast:
        if not wait_until(lambda: take_all(ballast) or refused(caller, memory)):
            found.append("a full disk refused nothing")
        for _ in range(20):
            if not caller.must("case.get", {"case_id": case}):
                found.append("a read failed on a full disk")
            refused(caller, memory)
        status, _ = caller.upload(b"%PDF-1.4" + b"x" * (8 << 20))
        if status < 400:
            found.append(f"8 MiB of evidence were taken by a full disk: {status}")
        if silent := [fault for fault in memory.faults if "full" not in str(fault)]:
            found.append(f"a fault does not say that the disk is full: {silent[-1]}")
    (disk.mount / "ballast").unlink()
    if not wait_until(lambda: not refused(caller, memory)):
        found.append(f"writes are not taken again: {memory.faults[-1]}")
    if caller.ready() != 200:
        found.append("/readyz does not say 200 after there is room again")
    if memory.retry_unknown(caller):
        found.append(f"what failed fails again when there is room ({free(disk)} bytes): {memory.faults[-1]}")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options = options.parse_args()
    found, memory = [], Memory()
    try:
        with tempfile.TemporaryDirectory() as folder, Disk(f"{folder}/disk", 512) as disk:
            data = pathlib.Path(disk.mount) / "data"
            server = Server(data)
            token = server.service_token()
            for _ in range(options.rounds):
                writers = Writers(server, token, memory)
                time.sleep(0.7)
                one_round(disk, server, token, memory, found)
                writers.join()
            if server.stop() != 0:
                found.append("the server did not stop well")
            found += flaws_after_restart(data, memory, token)
    except NotPermitted as why:
        print("skipped, this machine does not permit it:", why)
        return 77
    except NoAnswer as why:
        found.append(f"the server did not answer: {why}")
    if found:
        print(*found[:20], sep="\n")
        return 1
    print(f"disk full {options.rounds} times, {len(memory.acknowledged())} commands acknowledged, {len(memory.faults)} "
          "refused for want of room and done later, reads went on")
    return 0


if __name__ == "__main__":
    sys.exit(main())
