"""Transactions of sixteen clients, with kill -9 in between: is there an order of all of them?

Every transaction appends its name to the lists of some items and reads the lists of others, which
TransactWriteItems does with what TransactGetItems has seen, by conditions; others only read. What
is read of a list is a beginning of the list as it ends, so the lists say in which order
transactions came. A transaction that saw or made what another one changed later stands before it;
together with the times of the calls these are the edges of a graph, and an order exists that
explains all results if and only if the graph has no cycle (Adya; the checker Elle works so).

A call that was under way when the server died may have happened: whether it did, the lists say.
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
ITEMS = 6
LIVES = 5
SECONDS_A_LIFE = 0.5
BROKEN = (OSError, http.client.HTTPException)


class Transaction:
    """`appended` items have its name, `seen` lists are what it was to find in items."""

    def __init__(self, name, appended=(), seen=None):
        self.name, self.appended, self.seen = name, tuple(appended), dict(seen or {})
        self.happened = None
        self.start, self.end = time.monotonic(), float("inf")

    def done(self, happened):
        self.happened, self.end = happened, time.monotonic()


class Client(threading.Thread):
    def __init__(self, number, table, seed):
        super().__init__(daemon=True)
        self.number, self.table = number, table
        self.random = random.Random(f"{seed}/{number}")
        self.bare, self.stop, self.counter = None, threading.Event(), 0
        self.transactions, self.faults = [], []

    def call(self, operation, body):
        answer = self.bare.json_rpc(f"DynamoDB_20120810.{operation}", body, service="dynamodb")
        if answer.status >= 500:
            raise OSError(answer)
        return answer

    def transact(self, operation, items):
        return self.call(operation, {"TransactItems": items})

    def work(self):
        while not self.stop.is_set():
            try:
                self.turn()
            except BROKEN:
                return
            except Exception as error:  # a thread's failure must not be silent
                self.faults.append(repr(error))
                return

    def key(self, item):
        return {"id": {"S": f"item-{item}"}}

    def turn(self):
        self.counter += 1
        items = self.random.sample(range(ITEMS), self.random.randint(2, 4))
        reading = Transaction(f"r-{self.number}-{self.counter}")
        self.transactions.append(reading)
        answer = self.transact("TransactGetItems", [
            {"Get": {"TableName": self.table, "Key": self.key(item)}} for item in items]).json()
        reading.seen = {
            item: tuple(it["S"] for it in found["Item"]["appended"]["L"])
            for item, found in zip(items, answer["Responses"])}
        reading.done(True)
        if self.random.random() < 0.3:
            return
        count = self.random.randint(1, len(items))
        appended, checked = items[:count], items[count:]
        if self.random.random() < 0.5:
            checked = []
        writing = Transaction(
            f"w-{self.number}-{self.counter}", appended,
            {item: reading.seen[item] for item in checked})
        self.transactions.append(writing)
        writes = [{"Update": {
            "TableName": self.table, "Key": self.key(item),
            "UpdateExpression": "SET appended = list_append(appended, :name)",
            "ExpressionAttributeValues": {":name": {"L": [{"S": writing.name}]}}}}
            for item in appended]
        writes += [{"ConditionCheck": {
            "TableName": self.table, "Key": self.key(item),
            "ConditionExpression": "appended = :names",
            "ExpressionAttributeValues": {
                ":names": {"L": [{"S": name} for name in reading.seen[item]]}}}}
            for item in checked]
        writing.done(self.transact("TransactWriteItems", writes).status == 200)


class Answers:
    """The answers of single calls, as a transaction's."""

    def __init__(self, responses, status=200):
        self.responses, self.status = responses, status

    def json(self):
        return {"Responses": self.responses}


class TornClient(Client):
    """Makes what should be one transaction of single calls, and checks no condition."""

    def transact(self, operation, items):
        if operation == "TransactGetItems":
            return Answers([
                self.call("GetItem", {**item["Get"], "ConsistentRead": True}).json()
                for item in items])
        for item in items:
            if "Update" in item:
                self.call("UpdateItem", item["Update"])
        return Answers([])


class Contradiction(Exception):
    """No order explains what was seen."""


def check(transactions, lists):
    """Refuses a history that has no order; answers how many transactions have happened."""
    there = {name for names in lists.values() for name in names}
    for one in transactions:
        if one.appended:
            if one.happened is not None and one.happened != (one.name in there):
                raise Contradiction(f"{one.name} was answered {one.happened}")
            one.happened = one.name in there
            for item in one.appended:
                if lists[item].count(one.name) != int(one.happened):
                    raise Contradiction(f"{one.name} is half there")
    happened = [one for one in transactions if one.happened]
    by_name = {one.name: one for one in happened}
    edges = {one.name: set() for one in happened}
    for item, names in lists.items():
        if len(set(names)) != len(names):
            raise Contradiction(f"something is twice in item {item}")
        for before, after in zip(names, names[1:]):
            edges[before].add(after)
    for one in happened:
        for item, seen in one.seen.items():
            if tuple(lists[item][:len(seen)]) != tuple(seen):
                raise Contradiction(f"{one.name} saw {seen}, and item {item} ended {lists[item]}")
            if seen and seen[-1] != one.name:
                edges[seen[-1]].add(one.name)
            later = lists[item][len(seen):]
            # What it has appended itself it did not see.
            if later and later[0] != one.name:
                edges[one.name].add(later[0])
    add_times(happened, edges)
    check_acyclic(edges, by_name)
    return len(happened)


def add_times(happened, edges):
    """Edges from each transaction that has ended to those that began afterwards, over points in
    time between which they lie, so that there are few."""
    moments = sorted(
        [(one.end, 0, one) for one in happened if one.end < float("inf")]
        + [(one.start, 1, one) for one in happened], key=lambda it: it[:2])
    point = 0
    edges["t0"] = set()
    for _, is_start, one in moments:
        if is_start:
            edges[f"t{point}"].add(one.name)
            continue
        edges[f"t{point}"].add(f"t{point + 1}")
        point += 1
        edges[f"t{point}"] = set()
        edges[one.name].add(f"t{point}")


def check_acyclic(edges, by_name):
    waits = {name: 0 for name in edges}
    for targets in edges.values():
        for target in targets:
            waits[target] += 1
    ready = [name for name, count in waits.items() if count == 0]
    done = 0
    while ready:
        name = ready.pop()
        done += 1
        for target in edges[name]:
            waits[target] -= 1
            if waits[target] == 0:
                ready.append(target)
    if done != len(edges):
        left = [name for name, count in waits.items() if count and name in by_name]
        raise Contradiction(f"a cycle among {left[:10]}")


def made(name, appended=(), seen=None, at=(0, 10), happened=True):
    one = Transaction(name, appended, seen)
    one.happened, (one.start, one.end) = happened, at
    return one


@pytest.mark.parametrize("what, history, lists", [
    ("lost append", [made("a", [0])], {0: [], 1: []}),
    ("half of a transaction", [made("a", [0, 1])], {0: ["a"], 1: []}),
    ("a refused one is there", [made("a", [0], happened=False)], {0: ["a"], 1: []}),
    ("other orders", [made("a", [0, 1]), made("b", [0, 1])], {0: ["a", "b"], 1: ["b", "a"]}),
    ("fractured read", [made("a", [0, 1]), made("r", seen={0: ("a",), 1: ()})],
     {0: ["a"], 1: ["a"]}),
    ("aborted read", [made("r", seen={0: ("x",)})], {0: [], 1: []}),
    ("write skew", [made("a", [0], {1: ()}), made("b", [1], {0: ()})], {0: ["a"], 1: ["b"]}),
    ("stale read", [made("a", [0], at=(0, 1)), made("r", seen={0: ()}, at=(2, 3))],
     {0: ["a"], 1: []}),
    ("order against time", [made("a", [0], at=(2, 3)), made("b", [0], at=(0, 1))],
     {0: ["a", "b"], 1: []}),
])
def test_the_checker_finds(what, history, lists):
    with pytest.raises(Contradiction):
        check(history, lists)


def test_the_checker_lets_good_histories_pass():
    def history():
        return [
            made("a", [0, 1], at=(0, 4)), made("b", [0], {1: ("a",)}, at=(3, 6)),
            made("r", seen={0: ("a",), 1: ("a",)}, at=(2, 9)),
            made("unsure", [1], at=(7, float("inf")), happened=None),
            made("c", [1], at=(8, 12)), made("late", seen={1: ("a", "c")}, at=(9, 20))]
    assert check(history(), {0: ["a", "b"], 1: ["a", "c"]}) == 5
    assert check(history(), {0: ["a", "b"], 1: ["a", "c", "unsure"]}) == 6


def make_items(client):
    table = make_table(client, "lists")
    for item in range(ITEMS):
        client.put_item(
            TableName=table, Item={"id": {"S": f"item-{item}"}, "appended": {"L": []}})
    return table


def read_lists(client, table):
    lists = {}
    for item in range(ITEMS):
        found = client.get_item(
            TableName=table, Key={"id": {"S": f"item-{item}"}}, ConsistentRead=True)["Item"]
        lists[item] = [name["S"] for name in found["appended"]["L"]]
    return lists


def run(clients, server, seconds, end):
    """Lets all clients work until `end` stops them or the server."""
    threads = []
    for one in clients:
        one.bare = Bare(server.endpoint)
        one.stop.clear()
        threads.append(threading.Thread(target=one.work, daemon=True))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    end()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    faults = [fault for one in clients for fault in one.faults]
    assert not faults, faults[:5]


def stop(clients):
    for one in clients:
        one.stop.set()


def test_a_server_without_transactions_would_be_found_out(server_factory):
    server = server_factory()
    client = server.client("dynamodb", "123456789012")
    table = make_items(client)
    clients = [TornClient(number, table, 1) for number in range(CLIENTS)]
    run(clients, server, 1.0, lambda: stop(clients))
    with pytest.raises(Contradiction):
        check([it for one in clients for it in one.transactions], read_lists(client, table))


@pytest.mark.parametrize("durability", ["process", "fsync"])
def test_transactions_have_an_order(server_factory, tmp_path, durability):
    seed = int(os.environ.get("NEPHELE_TEST_SEED", random.SystemRandom().randrange(10**9)))
    print(f"NEPHELE_TEST_SEED={seed}")
    chance, data = random.Random(seed), str(tmp_path / "data")
    server = server_factory("--durability", durability, data=data)
    table = make_items(server.client("dynamodb", "123456789012"))
    clients = [Client(number, table, seed) for number in range(CLIENTS)]
    for life in range(LIVES):
        is_last = life == LIVES - 1
        seconds = SECONDS_A_LIFE * chance.uniform(0.5, 1.5)
        run(clients, server, seconds, (lambda: stop(clients)) if is_last else server.kill)
        if not is_last:
            server = server_factory("--durability", durability, data=data)
    transactions = [it for one in clients for it in one.transactions]
    lists = read_lists(server.client("dynamodb", "123456789012"), table)
    happened = check(transactions, lists)
    writes = sum(1 for it in transactions if it.appended and it.happened)
    print(f"{happened} of {len(transactions)} transactions have happened, {writes} wrote")
    assert writes > 100, "the run was too short to show anything"
