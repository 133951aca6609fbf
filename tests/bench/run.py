"""script/bench: S and S×10 in databases of their own, the product as in production, and a table of what its pages cost.

Both sizes run at once, and each page is measured in turns: at S beside a bare page with as many rows, at S×10 beside one of
its own. So a machine that is busy for a while slows all four alike.

script/bench            makes what is missing and measures
script/bench --fresh    makes both databases anew
script/bench --only S   one size alone
script/bench compiled   what each function that is compiled once gains, at S
"""

import argparse
import json
import os
import subprocess
import sys
import time

from embedded.children import Child
from embedded.places import PROJECT, VAR
from embedded.postgres import Postgres
from embedded.redis_server import RedisServer
from tests.bench.measuring import Running, answers, measure, pss
from tests.sink import free_port
from tests.waiting import until

FOLDER = VAR / "bench"
SIZES = {"S": "bench_s", "S×10": "bench_s10"}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="?", choices=["pages", "compiled"], default="pages")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--only", choices=list(SIZES))
    wanted = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    postgres = Postgres(FOLDER / "postgres", FOLDER / "postgres.log", durable=False)
    redis = RedisServer(FOLDER / "redis", FOLDER / "redis.log", durable=False)
    if not postgres.exists:
        postgres.create()
    postgres.start()
    redis.start()
    running: list[Running] = []
    try:
        if wanted.what == "compiled":
            environment = environment_of(postgres.url(SIZES["S"]), redis.url())
            make(postgres, "S", SIZES["S"], environment, fresh=wanted.fresh)
            django(environment, "shell", "-v0", "-c", "from tests.bench.compiled import tell; tell()")
            return
        for size, database in SIZES.items():
            if wanted.only in (None, size):
                environment = environment_of(postgres.url(database), redis.url())
                make(postgres, size, database, environment, fresh=wanted.fresh)
                running.append(start(size, environment))
        costs = measure(running, postgres)
        tell(costs, {one.size: max(map(pss, one.workers)) for one in running})
    finally:
        for one in running:
            one.web.stop()
        redis.child.stop()
        postgres.child.stop()


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
    }


def make(postgres: Postgres, size: str, database: str, environment: dict[str, str], *, fresh: bool) -> None:
    done = FOLDER / f"{database}.done"
    if done.exists() and not fresh:
        django(environment, "migrate", "-v0")
        return
    print(f"Making {size} …", flush=True)
    done.unlink(missing_ok=True)
    with postgres_admin(postgres) as admin:
        if admin.exists(database):
            admin.drop(database)
        admin.create(database)
    begun = time.monotonic()
    name = "S" if size == "S" else "S_TIMES_10"
    django(environment, "migrate", "-v0")
    django(environment, "load_state")
    django(
        environment,
        "shell",
        "-v0",
        "-c",
        (
            "from accountability.demo.bulk import size; from accountability.demo.scaled import load_scaled;"
            f"load_scaled(size.{name}, say=lambda words: print(words, end=' ', flush=True))"
        ),
    )
    print(f"\n{size} made in {time.monotonic() - begun:.0f} s.", flush=True)
    done.touch()


def postgres_admin(postgres: Postgres):
    from embedded.postgres import Admin

    return Admin(postgres.url())


def django(environment: dict[str, str], *words: str, capture: bool = False) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT,
        env=environment,
        check=True,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    return done.stdout or ""


def start(size: str, environment: dict[str, str]) -> Running:
    django(environment, "collectstatic", "--noinput", "-v0")
    listing = django(
        environment,
        "shell",
        "-v0",
        "-c",
        (
            "import json; from tests.bench.pages import pages, session_of;"
            "from dataclasses import asdict;"
            "found = pages(); keys = {one.handle: session_of(one.handle) for one in found if one.handle};"
            "print('\\n' + json.dumps([asdict(one) | {'key': keys.get(one.handle, '')} for one in found]))"
        ),
        capture=True,
    )
    web = Child(
        f"web-{size}",
        [sys.executable, "-m", "gunicorn", "-c", "python:collaborative.ops.gunicorn"],
        log=FOLDER / "web.log",
        env=environment,
        cwd=PROJECT,
    )
    web.start()
    base = environment["SITE_URL"]
    try:
        until(lambda: answers(base + "/help/"), seconds=60)
    except BaseException:
        web.stop()
        raise
    return Running(size, base, json.loads(listing.strip().splitlines()[-1]), web)


def tell(costs: dict, memory: dict) -> None:
    sizes = list(costs)
    heads = ["page", "as"]
    heads += (
        [f"SQL {size}" for size in sizes] + [f"web ms {size}" for size in sizes] + [f"× bare {size}" for size in sizes]
    )
    heads += [f"PG ms {size}" for size in sizes] + ["median ms", "p95 ms", "KB gz"]
    print("\n| " + " | ".join(heads) + " |\n|" + " --- |" * len(heads))
    last = sizes[-1]
    for key in costs[last]:
        name, handle, _kind = key
        rows = [costs[size][key] for size in sizes]
        cells = [name, handle or "visitor"]
        cells += [str(row.statements) for row in rows] + [f"{row.web_ms:.1f}" for row in rows]
        cells += [f"{row.bare:.1f}" for row in rows] + [f"{row.postgres_ms:.1f}" for row in rows]
        cells += [f"{rows[-1].median_ms:.0f}", f"{rows[-1].p95_ms:.0f}", f"{rows[-1].kilobytes:.1f}"]
        print("| " + " | ".join(cells) + " |")
    print("\nMemory of a web worker (PSS): " + ", ".join(f"{memory[size]:.0f} MB at {size}" for size in sizes))


if __name__ == "__main__":
    main()
