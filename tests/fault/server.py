"""The real binary as a process, and one connection to it; nothing but Python's own library."""

import http.client
import json
import os
import pathlib
import select
import signal
import subprocess
import time

BINARY = os.environ.get("REDRESS_BINARY", "build/release/redress")


class NoAnswer(Exception):
    """The call may or may not have happened: only its request id can tell."""


class DidNotStart(Exception):
    """The process ended, or said nothing for long, before it listened."""


class Caller:
    """One kept connection. Not for two threads at once."""

    def __init__(self, url, token, seconds=10):
        self.token = token
        self.connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=seconds)

    def call(self, method, params):
        """The JSON-RPC answer, with its `result` or `error`. Raises NoAnswer."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        head = {"Content-Type": "application/json", "Authorization": "Bearer " + self.token}
        try:
            self.connection.request("POST", "/rpc", body, head)
            return json.loads(self.connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as why:
            self.connection.close()
            raise NoAnswer(str(why)) from why

    def must(self, method, params):
        answer = self.call(method, params)
        if "result" not in answer:
            raise RuntimeError(f"{method}: {json.dumps(answer, ensure_ascii=False)}")
        return answer["result"]

    def ready(self):
        """The status of /readyz: 200 while the store takes writes."""
        try:
            self.connection.request("GET", "/readyz")
            response = self.connection.getresponse()
            response.read()
            return response.status
        except (OSError, http.client.HTTPException) as why:
            self.connection.close()
            raise NoAnswer(str(why)) from why

    def upload(self, content):
        """The answer's status and JSON."""
        head = {"Content-Type": "application/octet-stream", "Authorization": "Bearer " + self.token}
        try:
            self.connection.request("PUT", "/v1/blobs", content, head)
            response = self.connection.getresponse()
            return response.status, json.loads(response.read() or b"{}")
        except (OSError, http.client.HTTPException, ValueError) as why:
            self.connection.close()
            raise NoAnswer(str(why)) from why


class Server:
    """`redress serve` on a port the system picks. `wrap` stands before the command, `environment` beside it."""

    def __init__(self, data, more=(), wrap=(), environment=None, start_seconds=300):
        self.data = pathlib.Path(data)
        command = [*wrap, BINARY, "serve", "--data", str(data), "--listen", "127.0.0.1:0", *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        env={**os.environ, **(environment or {})}, start_new_session=True)
        said, end = b"", time.monotonic() + start_seconds
        while not said.endswith(b"\n"):
            wait = end - time.monotonic()
            if wait <= 0 or not select.select([self.process.stdout], [], [], wait)[0]:
                self.kill()
                raise DidNotStart("nothing said")
            byte = os.read(self.process.stdout.fileno(), 1)
            if not byte:
                self.wait(10)
                raise DidNotStart(f"ended with {self.process.returncode}")
            said += byte
        self.url = said.decode().split()[-1]
        self.pid = self.process.pid
        if wrap:  # the wrapper's one child is the server
            children = pathlib.Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
            self.pid = int(children[0]) if children else self.pid

    def caller(self, token, seconds=10):
        return Caller(self.url, token, seconds)

    def admin(self):
        return self.caller((self.data / "admin.token").read_text().split()[0])

    def service_token(self):
        return self.admin().must("token.create", {"role": "service", "shop": "s1"})["token"]

    def is_running(self):
        return self.process.poll() is None

    def wait_for_end(self, seconds):
        """Whether it ended by itself within that time."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def wait(self, seconds):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def freeze(self):
        """SIGSTOP, and back once none of its own code runs any more: the signal holds the others only when one thread
        has taken it, and on a busy machine that thread waits for a processor. A thread within a sync stays in it; a server
        that has ended by then does not run either."""
        os.kill(self.pid, signal.SIGSTOP)
        while "Z" not in (states := self.states_of_threads()) and ("T" not in states or not states <= {"T", "D"}):
            time.sleep(0.0002)

    def states_of_threads(self):
        tasks = pathlib.Path(f"/proc/{self.pid}/task")
        return {(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks.iterdir()}

    def thaw(self):
        os.kill(self.pid, signal.SIGCONT)

    def kill(self):
        """SIGKILL, to everything this start made."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process.stdout.close()

    def stop(self, seconds=30):
        """SIGTERM; the exit code, or None where only SIGKILL helped."""
        if self.is_running():
            os.kill(self.pid, signal.SIGTERM)
        code = self.wait(seconds)
        self.process.stdout.close()
        return code
