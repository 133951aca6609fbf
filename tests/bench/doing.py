"""What an act costs: its requests together, the worker's part after them included."""

import statistics
import time
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from embedded.children import Child
from embedded.postgres import Postgres
from tests.bench.browsing import CSRF, Answer
from tests.bench.measuring import Meter, Running, counted, family

FIRST = 4  # tries that are not measured: every process knows its statements then
STILL_MS = 2.0  # of processor in half a second: the worker has done its work


@dataclass
class Done:
    """One act once, on the average of several."""

    requests: int
    statements: int
    web_ms: float
    worker_ms: float
    postgres_ms: float


def measure_acts(product: Running, acts: list[dict], worker: Child, postgres: Postgres) -> dict[tuple[str, str], Done]:
    costs = {}
    for key, same in groupby(acts, key=itemgetter("name", "who")):
        tries = list(same)
        for act in tries[:FIRST]:
            run(product, act)
        settle(worker)
        web, work, servers = Meter(product.workers), Meter(family(worker)), Meter(family(postgres.child))
        statements = [run(product, act) for act in tries[FIRST:]]
        settle(worker)
        n = len(statements)
        cost = costs[key] = Done(
            len(tries[0]["steps"]), round(statistics.median(statements)), web.ms / n, work.ms / n, servers.ms / n
        )
        words = f"{cost.requests} requests, {cost.statements} SQL, web {cost.web_ms:.1f} ms"
        print(f"{product.size} {key[0]}: {words}, worker {cost.worker_ms:.1f}, PG {cost.postgres_ms:.1f}", flush=True)
    return costs


def run(product: Running, act: dict) -> int:
    """All its requests; how many statements they took."""
    statements, before = 0, Answer(0, b"")
    for step in act["steps"]:
        data = None
        if step["fields"] is not None:
            typed = step["fields"]
            kept = [(name, value) for name, value in before.hidden if name not in typed]
            data = [*kept, *typed.items(), (CSRF, before.token)]
        answer, asked = counted(product, product.base + step["url"], act["key"], data=data, headers=step["headers"])
        where = f"{act['name']} as {act['handle']}, {step['url']}: {answer.status}"
        if step["mark"] and (answer.status != 200 or step["mark"].encode() not in answer.body):
            raise SystemExit(f"{where}, the answer does not show «{step['mark']}».")
        if not step["mark"] and answer.status != 302:
            raise SystemExit(f"{where}, the act was not done.")
        statements, before = statements + asked["statements"], answer
    return statements


def settle(worker: Child) -> None:
    """Until the worker has nothing to do."""
    while True:
        meter = Meter(family(worker))
        time.sleep(0.5)
        if meter.ms < STILL_MS:
            return
