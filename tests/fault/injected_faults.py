"""System calls that fail: injected_faults.py [--runs 64] [--seed 1]

A server under load is traced by strace, which makes the n-th call of one kind fail, or kills the server at it. Walked:
fdatasync, fsync and pwrite64 with EIO, pwrite64, openat and fallocate with ENOSPC, rename with EIO, and SIGKILL at
each; n from the first call on. Some runs fail already while the server starts. Then, always: everything acknowledged
is there as told, nothing twice, `audit verify` clean, every unknown command has one effect after a restart.

Where the disk failed (EIO): when strace lets go and the disk is well again, a store that said it has stopped takes no
write, and reads are answered.
"""

import argparse
import collections
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

from server import DidNotStart, NoAnswer, Server
from store_check import flaws_after_restart
from writers import Memory, Writers, opening

FAULTS = [("fdatasync", "error=EIO"), ("pwrite64", "error=EIO"), ("pwrite64", "error=ENOSPC"), ("openat", "error=ENOSPC"),
          ("rename", "error=EIO"), ("fsync", "error=EIO"), ("fdatasync", "error=ENOSPC"), ("fdatasync", "signal=SIGKILL"),
          ("pwrite64", "signal=SIGKILL"), ("openat", "signal=SIGKILL"), ("rename", "signal=SIGKILL"),
          ("fsync", "signal=SIGKILL"), ("ftruncate", "error=EIO"), ("pread64", "error=EIO")]


def strace(call, fault, when):
    return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}"]


def attach(server, call, fault, when):
    tracer = subprocess.Popen([*strace(call, fault, when), "-p", str(server.pid)], stderr=subprocess.DEVNULL)
    status = pathlib.Path(f"/proc/{server.pid}/status")
    end = time.monotonic() + 10
    while "TracerPid:\t0\n" in status.read_text() and time.monotonic() < end:
        time.sleep(0.01)
    return tracer


def detach(tracer):
    tracer.terminate()
    try:
        tracer.wait(5)
    except subprocess.TimeoutExpired:
        tracer.kill()


def stopped_as_it_says(server, token, memory, case_id):
    """What is wrong with a store after its disk failed and is well again; whether it had stopped."""
    caller = server.caller(token)
    try:
        status = caller.ready()
        took = memory.ask(caller, "case.open", opening(memory.number(), f"after-{memory.number()}")) is not None
        found = ["it says that it has stopped, and takes a write"] if status == 503 and took else []
        if case_id and "result" not in caller.call("case.get", {"case_id": case_id}):
            found.append("reads do not go on")
        return found, status == 503
    except NoAnswer as why:
        died = server.wait_for_end(5)
        return [] if died else [f"running, and no answer: {why}"], False


def one_run(folder, call, fault, when, at_start, load_seconds):
    """What was wrong, and what became of the server: a word."""
    data, memory = pathlib.Path(folder) / "data", Memory()
    first = Server(data)
    token = first.service_token()
    case = memory.ask(first.caller(token), "case.open", opening(memory.number(), "first"))["case"]["id"]
    if at_start:
        first.kill()
        try:
            server, tracer = Server(data, wrap=strace(call, fault, when)), None
        except DidNotStart:
            return flaws_after_restart(data, memory, token), "did not start"
    else:
        server = first
        tracer = attach(server, call, fault, when)
    writers = Writers(server, token, memory, count=4)
    end = time.monotonic() + load_seconds
    while time.monotonic() < end and writers.working() and not memory.faults:
        time.sleep(0.02)
    uploader = server.caller(token)
    try:
        status, answer = uploader.upload(b"%PDF-1.4 proof " + str(when).encode())
        uploaded = answer.get("sha256") if status in (200, 201) else None
    except NoAnswer:
        uploaded = None
    if tracer:
        detach(tracer)
    writers.join()
    found, stopped = stopped_as_it_says(server, token, memory, case)
    became = "stopped writing" if stopped else "went on"
    if server.is_running():
        server.stop()
    else:
        server.kill()
        became = "died"
    if became == "went on" and not memory.faults:
        became = "noticed nothing"
    if uploaded and not (data / "blobs" / uploaded[:2] / uploaded[2:]).exists():
        found.append(f"a file was taken and is not there: {uploaded}")
    if call == "fdatasync" and fault == "error=EIO" and became == "went on":
        found.append("a commit's fdatasync failed, and the store went on")
    return found + flaws_after_restart(data, memory, token), became


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=64)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--load-seconds", type=float, default=0.5)
    options.add_argument("--seconds", type=float, default=1e9, help="end earlier, and say how many it were")
    options = options.parse_args()
    if not shutil.which("strace") or subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False).returncode:
        print("skipped: strace is missing or may not trace here")
        return 77
    chance, began, outcomes = random.Random(options.seed), time.monotonic(), collections.Counter()
    wrong = 0
    for number in range(options.runs):
        if time.monotonic() - began > options.seconds:
            break
        call, fault = FAULTS[number % len(FAULTS)]
        reach = {"pwrite64": 600, "pread64": 60, "fdatasync": 30}.get(call, 4)
        when = 1 + number // len(FAULTS) if number < 3 * len(FAULTS) else chance.randint(1, reach)
        at_start = number % 5 == 4
        with tempfile.TemporaryDirectory() as folder:
            found, became = one_run(folder, call, fault, when, at_start, options.load_seconds)
        outcomes[became] += 1
        if found:
            wrong += 1
            print(f"run {number}, {call} {fault} when={when}{' from the start' if at_start else ''} ({became}):",
                  *found[:5], sep="\n  ", flush=True)
    told = ", ".join(f"{count} {became}" for became, count in outcomes.most_common())
    print(f"{outcomes.total()} runs: {told}; {wrong} wrong; {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
