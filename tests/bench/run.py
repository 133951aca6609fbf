"""script/bench: S, S×10 and P×10 in databases of their own, the product as in production, tables of what pages and acts cost.

All sizes run at once, and each page is measured in turns: at each size beside a bare page of that size with as many rows. So
a machine that is busy for a while slows all alike. What people do is measured afterwards, on a copy of each database.

script/bench                 makes what is missing and measures
script/bench --fresh         makes the databases anew
script/bench --only S P×10   some sizes alone
script/bench compiled        what each function that is compiled once gains, at S
script/bench --batches 2     each page less often, where the machine has little time
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from embedded.children import Child
from embedded.places import PROJECT, VAR
from embedded.postgres import Admin, Postgres
from embedded.redis_server import RedisServer
from tests.bench.browsing import answers
from tests.bench.doing import Done, measure_acts
from tests.bench.measuring import Running, measure, pss
from tests.bench.tables import tell_acts, tell_bars, tell_pages, tell_rows
from tests.sink import free_port
from tests.waiting import until

FOLDER = VAR / "bench"
SIZES = {"S": ("bench_s", "S"), "S×10": ("bench_s10", "S_TIMES_10"), "P×10": ("bench_p10", "P_TIMES_10")}
COMPILED_AT = "S"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="?", choices=["pages", "compiled"], default="pages")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--only", choices=list(SIZES), nargs="+", default=list(SIZES))
    parser.add_argument("--batches", type=int, default=5)
    wanted = parser.parse_args()
    if wanted.what == "compiled":
        wanted.only = [COMPILED_AT]
    FOLDER.mkdir(parents=True, exist_ok=True)
    postgres = Postgres(FOLDER / "postgres", FOLDER / "postgres.log", durable=False)
    redis = RedisServer(FOLDER / "redis", FOLDER / "redis.log", durable=False)
    if not postgres.exists:
        postgres.create()
    postgres.start()
    redis.start()
    try:
        for size in wanted.only:
            database, _name = SIZES[size]
            make(postgres, size, environment_of(postgres.url(database), redis.url()), fresh=wanted.fresh)
        if wanted.what == "compiled":
            environment = environment_of(postgres.url(SIZES[COMPILED_AT][0]), redis.url())
            manage(environment, "shell", "-v0", "-c", "from tests.bench.compiled import tell; tell()")
        else:
            measure_all(wanted.only, postgres, redis, batches=wanted.batches)
    finally:
        redis.child.stop()
        postgres.child.stop()


def measure_all(sizes: list[str], postgres: Postgres, redis: RedisServer, *, batches: int) -> None:
    environments = {size: environment_of(postgres.url(SIZES[size][0]), redis.url()) for size in sizes}
    running: list[Running] = []
    try:
        for size, environment in environments.items():
            running.append(start(size, environment, pages=found(environment, "pages")))
        costs = measure(running, postgres, batches=batches)
        memory = {one.size: max(map(pss, one.workers)) for one in running}
    finally:
        for one in running:
            one.web.stop()
    acts = {size: acts_on_a_copy(size, postgres, redis) for size in sizes}
    tell_rows({size: found(environment, "rows") for size, environment in environments.items()})
    tell_pages(costs)
    tell_acts(acts)
    tell_bars(costs)
    print("\nMemory of a web worker (PSS): " + ", ".join(f"{memory[size]:.0f} MB at {size}" for size in sizes))


def acts_on_a_copy(size: str, postgres: Postgres, redis: RedisServer) -> dict[tuple[str, str], Done]:
    """The database that pages are measured on stays as it is."""
    database, _name = SIZES[size]
    copy = f"{database}_acts"
    with Admin(postgres.url()) as admin:
        admin.drop(copy)
        admin.create(copy, template=database)
    environment = environment_of(postgres.url(copy), redis.url())
    acts = found(environment, "acts")
    command = [sys.executable, "-m", "celery", "-A", "collaborative.ops.celery", "worker", "--concurrency", "1"]
    command += ["--without-gossip", "--without-mingle"]
    worker = Child("worker", command, log=FOLDER / "worker.log", env=environment, cwd=PROJECT)
    product = start(size, environment, pages=[])
    try:
        worker.start()
        return measure_acts(product, acts, worker, postgres)
    finally:
        worker.stop()
        product.web.stop()
        with Admin(postgres.url()) as admin:
            admin.drop(copy)


def environment_of(database_url: str, redis_url: str) -> dict[str, str]:
    port = str(free_port())
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "DEMO": "1",
        "PORT": port,
        "SITE_URL": f"http://127.0.0.1:{port}",
        "STATIC_ROOT": str(FOLDER / "static"),
        "LOG_LEVEL": "WARNING",
        "BENCH_COUNTS": str(FOLDER / "counts"),
    }


def make(postgres: Postgres, size: str, environment: dict[str, str], *, fresh: bool) -> None:
    database, name = SIZES[size]
    done = FOLDER / f"{database}.done"
    if done.exists() and not fresh:
        manage(environment, "migrate", "-v0")
        return
    print(f"Making {size} …", flush=True)
    done.unlink(missing_ok=True)
    with Admin(postgres.url()) as admin:
        admin.drop(database)
        admin.create(database)
    begun = time.monotonic()
    manage(environment, "migrate", "-v0")
    manage(environment, "load_state")
    load = (
        "from accountability.demo.bulk import size; from accountability.demo.scaled import load_scaled;"
        f"load_scaled(size.{name}, say=lambda words: print(words, end=' ', flush=True))"
    )
    manage(environment, "shell", "-v0", "-c", load)
    print(f"\n{size} made in {time.monotonic() - begun:.0f} s.", flush=True)
    done.touch()


def manage(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=PROJECT, env=environment, check=True)


def found(environment: dict[str, str], what: str):
    """What tests.bench.found says of the database."""
    command = [sys.executable, "-m", "tests.bench.found", what]
    done = subprocess.run(command, cwd=PROJECT, env=environment, check=True, text=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.strip().splitlines()[-1])


def start(size: str, environment: dict[str, str], *, pages: list[dict]) -> Running:
    counts = Path(environment["BENCH_COUNTS"])
    shutil.rmtree(counts, ignore_errors=True)
    counts.mkdir()
    manage(environment, "collectstatic", "--noinput", "-v0")
    command = [sys.executable, "-m", "gunicorn", "-c", "python:collaborative.ops.gunicorn"]
    web = Child(f"web-{size}", command, log=FOLDER / "web.log", env=environment, cwd=PROJECT)
    web.start()
    base = environment["SITE_URL"]
    try:
        until(lambda: answers(base + "/help/"), seconds=60)
    except BaseException:
        web.stop()
        raise
    return Running(size, base, pages, web, counts)


if __name__ == "__main__":
    main()
