#!/usr/bin/env python3
"""What a store that has grown costs, beside an empty one: grown.py STORE [--seconds S] [--rounds N]

Starts a server on the copy-free STORE (a folder that `redress bench --fill` filled; it grows by what is measured) and one on an
empty folder, in turns, and prints a line of JSON for each: the start, how long it read afterwards, resident memory,
transitions a second at 128 connections, and the latencies of one caller for the reads that agents wait for. The last line
has the ratios of medians (docs/performance.md).
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

REDRESS = os.environ.get("REDRESS_BINARY", "build/release/redress")
CALLS, DRAWN = 300, 1500  # of each list, of each case
SETTLES_WITHIN_S = 900


class Server:
    def __init__(self, store):
        began = time.monotonic()
        self.process = subprocess.Popen([REDRESS, "serve", "--data", store, "--listen", "127.0.0.1:0"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.started_s = time.monotonic() - began
        if "http://" not in line:
            raise SystemExit(f"the server did not start: {line!r}")
        self.url = line[line.index("http://"):].strip()
        self.store = store
        self.token = self.token_of()
        self.connection = http.client.HTTPConnection(self.url.split("//")[1])

    def token_of(self, *bound):
        made = subprocess.run([REDRESS, "token", "create", "--role", "service", "--data", self.store, "--json", *bound],
                              check=True, capture_output=True, text=True)
        return json.loads(made.stdout)["token"]

    def call(self, method, params):
        self.connection.request("POST", "/rpc", json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}),
                                {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        answer = json.loads(self.connection.getresponse().read())
        if "result" not in answer:
            raise SystemExit(f"{method}: {answer}")
        return answer["result"]

    def transitions_per_s(self, seconds):
        done = subprocess.run([REDRESS, "bench", "--url", self.url, "--token", self.token, "--json", "--connections", "128",
                               "--warm-up", "1", "--seconds", str(seconds)], check=True, capture_output=True, text=True)
        return json.loads(done.stdout)["transitions_per_s"]

    def cpu_s(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settled_after_s(self):
        """How long after its start it was still reading what it has, such as every entry for the work table."""
        began = time.monotonic()
        while time.monotonic() - began < SETTLES_WITHIN_S:
            before = self.cpu_s()
            time.sleep(1)
            if self.cpu_s() - before < 0.05:
                break
        return time.monotonic() - began - 1

    def resident_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait()


def some_cases(store):
    with sqlite3.connect(f"file:{store}/redress.db?mode=ro", uri=True) as rows:
        last = rows.execute("SELECT max(n) FROM cases").fetchone()[0] or 0
        ids = [rows.execute("SELECT id FROM cases WHERE n >= ? LIMIT 1", (random.randint(1, last),)).fetchone()[0]
               for _ in range(DRAWN)] if last else []
    return last, ids


def latencies_ms(ask, asked):
    took = []
    for each in asked:
        began = time.perf_counter()
        ask(each)
        took.append((time.perf_counter() - began) * 1000)
    took = sorted(took[len(took) // 10:])  # the first tenth warms up
    return {"p50_ms": round(took[len(took) // 2], 2), "p99_ms": round(took[int(len(took) * 0.99)], 2)}


def measure(name, store, seconds):
    server = Server(store)
    try:
        told = {"store": name, "start_s": round(server.started_s, 2), "settled_s": round(server.settled_after_s())}
        told["transitions_per_s"] = round(server.transitions_per_s(seconds))
        told["resident_mb"] = round(server.resident_mb())
        told["cases"], ids = some_cases(store)
        told["case.get"] = latencies_ms(lambda id: server.call("case.get", {"case_id": id}), ids)
        told["case.actions"] = latencies_ms(lambda id: server.call("case.actions", {"case_id": id}), ids)
        told["case.list"] = latencies_ms(lambda _: server.call("case.list", {"limit": 50, "final": False}), range(CALLS))
        return told
    finally:
        server.stop()


def main():
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("store")
    line.add_argument("--seconds", type=float, default=5)
    line.add_argument("--rounds", type=int, default=3)
    options = line.parse_args()
    rounds = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as empty:
            rounds.append((measure("grown", options.store, options.seconds), measure("empty", empty, options.seconds)))
        for each in rounds[-1]:
            print(json.dumps(each), flush=True)
    ratio = lambda of: round(statistics.median(of(grown) / of(empty) for grown, empty in rounds), 2)
    print(json.dumps({"grown_by_empty": {
        "transitions_per_s": ratio(lambda each: each["transitions_per_s"]),
        **{f"{name} p99": ratio(lambda each, name=name: each[name]["p99_ms"]) for name in ("case.get", "case.actions", "case.list")}}}))


if __name__ == "__main__":
    sys.exit(main())
