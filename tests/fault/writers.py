"""Clients under load that remember what they asked and what they were told."""

import itertools
import threading

from server import NoAnswer


def money(minor):
    return {"minor": minor, "currency": "CNY"}


def opening(number, request_id):
    """The params of a case.open on an order nobody used before."""
    order = {"id": f"99{number:016}", "placed_at": "2026-01-04T02:00:00Z", "paid_at": "2026-01-04T02:01:00Z",
             "paid": money(20000),
             "lines": [{"id": "L1", "sku": "A", "title": "卫衣", "quantity": 2, "paid": money(20000)}]}
    return {"shop": "s1", "kind": "refund", "platform": "taobao", "order": order,
            "claim": {"reason": "do_not_want", "wants": "refund_only"},
            "buyer": {"id": f"b{number}", "phone": "13800001234"}, "request_id": request_id}


class Asked:
    """One command: its method and params, and the entry it was told of once it was acknowledged."""

    def __init__(self, method, params):
        self.method, self.params = method, params
        self.request_id = params["request_id"]
        self.entry = None


class Memory:
    """All commands of all clients of one store, by request id. Any thread."""

    def __init__(self):
        self.lock = threading.Lock()
        self.asked = {}
        self.faults = []
        self.numbers = itertools.count(1)

    def number(self):
        with self.lock:
            return next(self.numbers)

    def ask(self, caller, method, params):
        """Asks, remembers. The result, or None where it is not known or was not done; raises NoAnswer."""
        with self.lock:
            asked = self.asked.setdefault(params["request_id"], Asked(method, params))
        answer = caller.call(method, params)
        with self.lock:
            if "result" not in answer:
                self.faults.append(answer["error"])
                return None
            asked.entry = answer["result"]["entry"]
        return answer["result"]

    def acknowledged(self):
        with self.lock:
            return {one.request_id: one.entry for one in self.asked.values() if one.entry}

    def unknown(self):
        with self.lock:
            return [one for one in self.asked.values() if not one.entry]

    def retry_unknown(self, caller):
        """Sends again what was never acknowledged; how many commands still are not."""
        return sum(self.ask(caller, one.method, one.params) is None for one in self.unknown())


def one_case(memory, caller):
    """A refund from its request to paid, with an item of evidence: four commands. False where one was not done."""
    n = memory.number()
    opened = memory.ask(caller, "case.open", opening(n, f"{n}-open"))
    if not opened:
        return False
    case = opened["case"]["id"]
    memory.ask(caller, "evidence.add", {"case_id": case, "kind": "E-CHAT", "text": "买家：" + "杯子碎了" * 20,
                                        "source": "wangwang", "request_id": f"{n}-evidence"})
    for event, party in (("agree_refund", "seller"), ("payout_confirmed", "payments")):
        if not memory.ask(caller, "case.apply", {"case_id": case, "event": event, "party": party,
                                                 "request_id": f"{n}-{event}"}):
            return False
    return True


class Writers:
    """Threads that write until told to stop, or until nobody answers them."""

    def __init__(self, server, token, memory, count=6, seconds=10):
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self.work, args=(server.caller(token, seconds), memory), daemon=True)
                        for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def work(self, caller, memory):
        while not self.over.is_set():
            try:
                if not one_case(memory, caller):
                    self.over.wait(0.2)  # refused, so no use hurrying
            except NoAnswer:
                return

    def working(self):
        return any(thread.is_alive() for thread in self.threads)

    def join(self):
        self.over.set()
        for thread in self.threads:
            thread.join()
