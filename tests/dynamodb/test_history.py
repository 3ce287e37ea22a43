"""Sixteen clients on a few items, with kill -9 in between: is there an order that explains all?

Every client notes what it called, when, and what came of it. Afterwards each register's history
is checked for linearizability (Wing and Gong's search with memory), and transfers between accounts
for what they must keep: no money comes or goes, every committed transfer is seen once, and no
transactional read sees half of one.

A call that was under way when the server died may have happened or not; the search tries both.
`NEPHELE_TEST_SEED` repeats a run's choices (not its timing).
"""

import http.client
import os
import random
import threading
import time

import pytest

from bare import Bare
from dynamodb.tables import make_table

CLIENTS = 16
REGISTERS = 4
ACCOUNTS = 5
START_MONEY = 100
LIVES = 6
SECONDS_A_LIFE = 0.4
BROKEN = (OSError, http.client.HTTPException)
STATES_MAX = 2_000_000


class Event:
    """A call: `result` is None while nobody knows whether it happened."""

    def __init__(self, kind, argument):
        self.kind, self.argument, self.result = kind, argument, None
        self.start, self.end = time.monotonic(), float("inf")

    def done(self, result):
        self.result, self.end = result, time.monotonic()


class Client(threading.Thread):
    def __init__(self, number, table, seed):
        super().__init__(daemon=True)
        self.number, self.table = number, table
        self.random = random.Random(f"{seed}/{number}")
        self.bare, self.stop, self.counter = None, threading.Event(), 0
        self.registers = {key: [] for key in range(REGISTERS)}
        self.transfers, self.audits, self.faults = [], [], []

    def call(self, operation, body):
        answer = self.bare.json_rpc(f"DynamoDB_20120810.{operation}", body, service="dynamodb")
        if answer.status >= 500:
            raise OSError(answer)
        return answer

    def work(self):
        """Until the server dies or is about to."""
        while not self.stop.is_set():
            try:
                choice = self.random.random()
                if choice < 0.7:
                    self.on_register(self.random.randrange(REGISTERS))
                elif choice < 0.9:
                    self.transfer()
                else:
                    self.audit()
            except BROKEN:
                return
            except Exception as error:  # a thread's failure must not be silent
                self.faults.append(repr(error))
                return

    def on_register(self, register):
        key = {"id": {"S": f"register-{register}"}}
        choice = self.random.random()
        self.counter += 1
        value = f"{self.number}-{self.counter}"
        if choice < 0.4:
            event = Event("read", None)
            self.registers[register].append(event)
            answer = self.call("GetItem", {
                "TableName": self.table, "Key": key, "ConsistentRead": True}).json()
            event.done(answer.get("Item", {}).get("v", {}).get("S"))
            if event.result is None:
                event.result = "nothing"
        elif choice < 0.7:
            event = Event("write", value)
            self.registers[register].append(event)
            self.call("PutItem", {"TableName": self.table, "Item": {**key, "v": {"S": value}}})
            event.done(True)
        else:
            before = self.call("GetItem", {
                "TableName": self.table, "Key": key, "ConsistentRead": True}).json()
            old = before.get("Item", {}).get("v", {}).get("S")
            if old is None:
                return
            event = Event("swap", (old, value))
            self.registers[register].append(event)
            answer = self.call("UpdateItem", {
                "TableName": self.table, "Key": key, "UpdateExpression": "SET v = :new",
                "ConditionExpression": "v = :old",
                "ExpressionAttributeValues": {":new": {"S": value}, ":old": {"S": old}}})
            event.done(answer.status == 200)

    def transfer(self):
        self.counter += 1
        name = f"transfer-{self.number}-{self.counter}"
        one, two = self.random.sample(range(ACCOUNTS), 2)
        amount = self.random.randint(1, 20)
        event = Event("transfer", (name, one, two, amount))
        self.transfers.append(event)

        def move(account, by):
            return {"Update": {
                "TableName": self.table, "Key": {"id": {"S": f"account-{account}"}},
                "UpdateExpression": "SET n = n + :by",
                "ConditionExpression": "n >= :least",
                "ExpressionAttributeValues": {
                    ":by": {"N": str(by)}, ":least": {"N": str(max(0, -by))}}}}
        answer = self.call("TransactWriteItems", {"TransactItems": [
            move(one, -amount), move(two, amount),
            {"Put": {"TableName": self.table, "Item": {"id": {"S": name}, "n": {"N": "1"}},
                     "ConditionExpression": "attribute_not_exists(id)"}}]})
        event.done(answer.status == 200)

    def audit(self):
        answer = self.call("TransactGetItems", {"TransactItems": [
            {"Get": {"TableName": self.table, "Key": {"id": {"S": f"account-{account}"}}}}
            for account in range(ACCOUNTS)]}).json()
        self.audits.append(sum(int(it["Item"]["n"]["N"]) for it in answer["Responses"]))


def is_linearizable(events):
    """Whether an order exists that agrees with the times of the calls and explains each result."""
    # An unsure read has no effect and explains nothing.
    events = [it for it in events if not (it.kind == "read" and it.result is None)]
    events.sort(key=lambda it: it.start)
    everything = (1 << len(events)) - 1
    seen, stack = set(), [(0, "nothing")]
    while stack:
        done, value = stack.pop()
        if (done, value) in seen:
            continue
        seen.add((done, value))
        assert len(seen) < STATES_MAX, "too many states: shorten the run"
        left = [at for at in range(len(events)) if not done >> at & 1]
        if all(events[at].result is None for at in left):
            return True
        # Only calls that began before the first answer of those that are left can come next.
        first_end = min(events[at].end for at in left)
        for at in left:
            event = events[at]
            if event.start > first_end:
                break
            after = step(event, value)
            if after is not None:
                stack.append((done | 1 << at, after))
            if event.result is None:
                stack.append((done | 1 << at, value))
        if done == everything:
            return True
    return False


def step(event, value):
    """The value afterwards, or None when the result cannot be."""
    if event.kind == "read":
        return value if event.result == value else None
    if event.kind == "write":
        return event.argument
    old, new = event.argument
    if event.result is None:
        return new if value == old else value
    if event.result:
        return new if value == old else None
    return value if value != old else None


def test_the_checker_finds_faults():
    def event(kind, argument, start, end, result):
        made = Event(kind, argument)
        made.start, made.end, made.result = start, end, result
        return made
    write = event("write", "a", 0, 1, True)
    assert is_linearizable([write, event("read", None, 2, 3, "a")])
    assert not is_linearizable([write, event("read", None, 2, 3, "nothing")])
    assert is_linearizable([write, event("read", None, 0.5, 3, "nothing")])
    unsure = event("write", "b", 0, float("inf"), None)
    assert is_linearizable([unsure, event("read", None, 5, 6, "b")])
    assert not is_linearizable([
        unsure, event("read", None, 5, 6, "b"), event("read", None, 7, 8, "nothing")])
    assert not is_linearizable([
        write, event("swap", ("a", "b"), 2, 3, True), event("swap", ("a", "c"), 4, 5, True)])


@pytest.mark.parametrize("durability", ["process", "fsync"])
def test_histories_have_an_order(server_factory, tmp_path, durability):
    seed = int(os.environ.get("NEPHELE_TEST_SEED", random.SystemRandom().randrange(10**9)))
    print(f"NEPHELE_TEST_SEED={seed}")
    chance, data = random.Random(seed), str(tmp_path / "data")
    server = server_factory("--durability", durability, data=data)
    client = server.client("dynamodb", "123456789012")
    table = make_table(client, "history")
    for account in range(ACCOUNTS):
        client.put_item(TableName=table, Item={
            "id": {"S": f"account-{account}"}, "n": {"N": str(START_MONEY)}})
    clients = [Client(number, table, seed) for number in range(CLIENTS)]
    registers = {key: [] for key in range(REGISTERS)}
    for life in range(LIVES):
        threads = []
        for one in clients:
            one.bare = Bare(server.endpoint)
            one.stop.clear()
            threads.append(threading.Thread(target=one.work, daemon=True))
        for thread in threads:
            thread.start()
        time.sleep(SECONDS_A_LIFE * chance.uniform(0.5, 1.5))
        if life == LIVES - 1:
            for one in clients:
                one.stop.set()
        else:
            server.kill()
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()
        if life < LIVES - 1:
            server = server_factory("--durability", durability, data=data)
    faults = [fault for one in clients for fault in one.faults]
    assert not faults, faults[:5]
    for one in clients:
        for key, events in one.registers.items():
            registers[key] += events
    counts = [len(events) for events in registers.values()]
    assert min(counts) > 50, f"the run was too short to show anything: {counts}"
    for key, events in registers.items():
        assert is_linearizable(events), f"register {key} has no order"
    check_transfers(server.client("dynamodb", "123456789012"), table, clients)


def check_transfers(client, table, clients):
    audits = {total for one in clients for total in one.audits}
    assert audits <= {ACCOUNTS * START_MONEY}, f"a read saw half of a transfer: {audits}"
    items = {}
    for page in client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        items.update({item["id"]["S"]: item for item in page["Items"]})
    balances = [START_MONEY] * ACCOUNTS
    for event in (event for one in clients for event in one.transfers):
        name, one, two, amount = event.argument
        happened = name in items
        assert event.result is None or event.result == happened, f"{name}: {event.result}"
        if happened:
            balances[one] -= amount
            balances[two] += amount
    found = [int(items[f"account-{account}"]["n"]["N"]) for account in range(ACCOUNTS)]
    assert found == balances
    assert min(found) >= 0
