"""What must hold of a store whatever happened to it. Only while no server runs on it."""

import json
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

from server import BINARY, Server
from squeezed import plain


def verified(data):
    """What `redress audit verify` says against the store: nothing where it is sound."""
    run = subprocess.run([BINARY, "--json", "audit", "verify", "--data", str(data)], capture_output=True, check=False)
    return "" if run.returncode == 0 else f"audit verify ended with {run.returncode}: {run.stdout.decode()[:2000]}"


def entries_of(data):
    """Every entry's JSON, from a copy, so that the store is left as the fault left it."""
    with tempfile.TemporaryDirectory() as folder:
        for file in pathlib.Path(data).glob("redress.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
        connection = sqlite3.connect(pathlib.Path(folder) / "redress.db")
        rows = plain(connection).execute(
            "SELECT seq, hash, plain(bytes, dictionary, squeezed) FROM entries ORDER BY seq").fetchall()
        connection.close()
    return [{**json.loads(content), "seq": seq, "hash": sha} for seq, sha, content in rows]


def lies(entries, acknowledged):
    """Sentences: each entry somebody was told of and which is not there as told, each request id with two effects."""
    found = []
    by_id = {entry["id"]: entry for entry in entries}
    for request_id, told in acknowledged.items():
        entry = by_id.get(told["id"])
        if not entry:
            found.append(f"acknowledged and lost: {request_id}, {told['id']}")
            continue
        for name in ("request_id", "case_id", "case_seq", "seq", "event", "at", "hash", "prev_hash"):
            if name in told and told[name] != entry[name]:
                found.append(f"not as told: {request_id}, {name} is {entry[name]}, told {told[name]}")
    seen = set()
    for entry in entries:
        if not entry["request_id"]:
            continue
        if entry["request_id"] in seen:
            found.append(f"two effects of request id {entry['request_id']}")
        seen.add(entry["request_id"])
    return found


def flaws(data, memory):
    """Everything that is wrong with the store as it lies there."""
    found = lies(entries_of(data), memory.acknowledged())
    said = verified(data)
    return found + [said] if said else found


def flaws_after_restart(data, memory, token):
    """The same, then a start, every unknown command sent again, and the same once more."""
    found = flaws(data, memory)
    if found:
        return found
    server = Server(data)
    caller = server.caller(token, 30)
    left = memory.retry_unknown(caller)
    if not caller.must("audit.verify", {})["ok"]:
        found.append("the restarted server's audit.verify is not ok")
    if left:
        found.append(f"{left} commands fail after the restart: {memory.faults[-1]}")
    if (code := server.stop()) != 0:
        found.append(f"the restarted server ended with {code}")
    found += flaws(data, memory)
    acknowledged = memory.acknowledged()
    told = {entry["request_id"] for entry in entries_of(data)}
    found += [f"entry of nobody's request: {one}" for one in told - set(acknowledged) if one]
    return found
