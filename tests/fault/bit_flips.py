"""Bits that flip where the store lies: bit_flips.py [--stride 61]

One bit of every byte of a file of evidence, and in steps of an entry's bytes (plain ones and squeezed ones), its hash and
a sealed text: `redress audit verify` must end with 4 and name the file, entry or row. Likewise of a dictionary: the
first entry squeezed under it is named, and the dictionary in the sentence. (Every bit of every entry, through the library:
VerifyStore.a_bit_flipped_anywhere_in_the_bytes_of_an_entry.) One bit in each of some hashes of the ledger tree's tiles:
the next start makes the tile again, to the byte.
"""

import argparse
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

from server import BINARY, Server
from writers import Memory, one_case


def first_bad(data):
    run = subprocess.run([BINARY, "--json", "audit", "verify", "--data", str(data)], capture_output=True, check=False)
    return json.loads(run.stdout)["first_bad"] if run.returncode == 4 else {"exit": run.returncode}


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ (1 << (at % 8))]) + content[at + 1:]


def flip_file(data, file, found):
    whole = file.read_bytes()
    file.chmod(0o600)
    for at in range(len(whole)):
        file.write_bytes(flipped(whole, at))
        bad = first_bad(data)
        if (bad.get("what"), bad.get("blob")) != ("blob_differs", file.parent.name + file.name):
            found.append(f"byte {at} of the file: {bad}")
    file.write_bytes(whole)
    return len(whole)


def flip_cell(data, query, update, stride, named, found):
    """`named` says whether a finding names the place."""
    flips = 0
    connection = sqlite3.connect(data / "redress.db", isolation_level=None)
    key, whole = connection.execute(query).fetchone()
    is_text, content = isinstance(whole, str), whole.encode() if isinstance(whole, str) else whole
    for at in range(0, len(content), stride):
        value = flipped(content, at)
        connection.execute(update.replace("?1", "CAST(?1 AS TEXT)") if is_text else update, (value, key))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        bad = first_bad(data)
        flips += 1
        if not named(key, bad):
            found.append(f"{query}, byte {at}: {bad}")
    connection.execute(update, (whole, key))
    connection.close()
    return flips


def flip_tiles(data, found):
    flips = 0
    for file in (data / "tlog").glob("row-*"):
        whole = file.read_bytes()
        for at in sorted({0, 33, len(whole) // 2, len(whole) - 1}) if len(whole) > 64 else range(min(1, len(whole))):
            file.write_bytes(flipped(whole, at))
            server = Server(data)
            server.admin().must("audit.checkpoint", {})
            server.stop()
            flips += 1
            if file.read_bytes()[:len(whole)] != whole:
                found.append(f"{file.name}, byte {at}: not made again")
                file.write_bytes(whole)
    return flips


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--stride", type=int, default=61)
    options = options.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as folder:
        data, memory = pathlib.Path(folder) / "data", Memory()
        server = Server(data)
        token = server.service_token()
        caller = server.caller(token)
        for _ in range(20):   # more than a store writes before it has a dictionary
            one_case(memory, caller)
        _, uploaded = caller.upload(b"%PDF-1.4 a broken cup")
        server.admin().must("audit.checkpoint", {})
        server.stop()
        file = data / "blobs" / uploaded["sha256"][:2] / uploaded["sha256"][2:]
        tiles = flip_tiles(data, found)
        files = flip_file(data, file, found)
        cells = flip_cell(data, "SELECT seq, bytes FROM entries WHERE seq = 2", "UPDATE entries SET bytes = ?1 WHERE seq = ?2",
                          options.stride, lambda seq, bad: bad.get("seq") == seq, found)
        cells += flip_cell(data, "SELECT seq, hash FROM entries WHERE seq = 3", "UPDATE entries SET hash = ?1 WHERE seq = ?2",
                           max(1, options.stride // 8), lambda seq, bad: bad.get("seq") == seq, found)
        last = "SELECT seq, squeezed FROM entries WHERE squeezed IS NOT NULL ORDER BY seq DESC LIMIT 1"
        cells += flip_cell(data, last, "UPDATE entries SET squeezed = ?1 WHERE seq = ?2", max(1, options.stride // 16),
                           lambda seq, bad: bad.get("seq") == seq, found)
        first = sqlite3.connect(data / "redress.db").execute("SELECT min(seq) FROM entries WHERE dictionary = 1").fetchone()[0]
        cells += flip_cell(data, "SELECT n, bytes FROM dictionaries WHERE n = 1",
                           "UPDATE dictionaries SET bytes = ?1 WHERE n = ?2", options.stride * 20,
                           lambda n, bad: bad.get("seq") == first and f"dictionary {n} " in bad["says"]["en"], found)
        cells += flip_cell(data, "SELECT id, sealed FROM evidence WHERE sealed IS NOT NULL LIMIT 1",
                           "UPDATE evidence SET sealed = ?1 WHERE id = ?2", max(1, options.stride // 2),
                           lambda row, bad: (bad.get("table"), bad.get("row")) == ("evidence", row), found)
        if "exit" not in (bad := first_bad(data)) or bad["exit"] != 0:
            found.append(f"put back as it was, the store is not sound: {bad}")
    if found:
        print(*found[:20], sep="\n")
        return 1
    print(f"{files} flips in a file and {cells} in rows, each found and named; {tiles} in tiles, each made again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
