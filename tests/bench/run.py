"""script/bench: S and S×10 in databases of their own, the product as in production, and a table of what its pages cost.

Beside each page a bare one with as many rows is measured in turns, so that a busy machine slows both alike.

script/bench            makes what is missing and measures
script/bench --fresh    makes both databases anew
script/bench --only S   one size alone
"""

import argparse
import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil

from collaborative.servers.children import Child
from collaborative.servers.places import PROJECT, VAR
from collaborative.servers.postgres import Postgres
from collaborative.servers.redis_server import RedisServer
from tests.sink import free_port
from tests.waiting import until

FOLDER = VAR / "bench"
SIZES = {"S": "bench_s", "S×10": "bench_s10"}
BATCHES, BATCH = 5, 8  # of each page and of its bare page, in turns
WARM = 16  # every thread of both web processes has its connection and its statements then
ROWS = re.compile(rb"<tr[ >]|<li[ >]|<g><title>|class=\"event")


@dataclass
class Cost:
    statements: int
    web_ms: float
    bare: float  # times the bare page
    postgres_ms: float
    median_ms: float
    p95_ms: float
    kilobytes: float


def main() -> None:
    parser = argparse.ArgumentParser()
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
    try:
        costs, memory = {}, {}
        for size, database in SIZES.items():
            if wanted.only in (None, size):
                environment = environment_of(postgres.url(database), redis.url())
                make(postgres, size, database, environment, fresh=wanted.fresh)
                costs[size], memory[size] = measure(postgres, size, environment)
        tell(costs, memory)
    finally:
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
    from collaborative.servers.postgres import Admin

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


def measure(postgres: Postgres, size: str, environment: dict[str, str]) -> tuple[dict, float]:
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
    wanted = json.loads(listing.strip().splitlines()[-1])
    bare_page = next(one for one in wanted if one["kind"] == "bare")
    web = Child(
        "web",
        [sys.executable, "-m", "gunicorn", "-c", "python:collaborative.gunicorn"],
        log=FOLDER / "web.log",
        env=environment,
        cwd=PROJECT,
    )
    web.start()
    base = environment["SITE_URL"]
    try:
        until(lambda: answers(base + "/help/"), seconds=60)
        costs = {}
        for one in wanted:
            found = costs[one["name"], one["handle"], one["kind"]] = cost_of(base, one, bare_page, web, postgres)
            words = (
                f"{found.statements} SQL, {found.web_ms:.1f} ms, {found.bare:.1f} × bare, PG {found.postgres_ms:.1f} ms"
            )
            print(f"{size} {one['name']}, {one['handle']}: {words}", flush=True)
        memory = max(pss(process) for process in workers_of(web))
    finally:
        web.stop()
    return costs, memory


def cost_of(base: str, one: dict, bare_page: dict, web: Child, postgres: Postgres) -> Cost:
    for _round in range(WARM):
        status, page = fetch(base + one["url"], one["key"])
        if status != 200:
            raise SystemExit(f"{one['name']} as {one['handle']}: {status} at {one['url']}")
    # statements are read from the worker that answered: asked until both have answered
    statements = statements_of(base, one)
    rows = len(ROWS.findall(page.partition(b"<main")[2]))
    bare_url, bare_key = f"{base}{bare_page['url']}?rows={rows}", bare_page["key"]
    for _round in range(WARM):
        fetch(bare_url, bare_key)
    batches, times = [], []
    for _batch in range(BATCHES):
        bare_ms, _postgres_ms, _times = batch(bare_url, bare_key, web, postgres)
        web_ms, postgres_ms, taken = batch(base + one["url"], one["key"], web, postgres)
        batches.append((web_ms, web_ms / bare_ms, postgres_ms))
        times += taken
    web_ms, bare, postgres_ms = (statistics.median(column) for column in zip(*batches, strict=True))
    times.sort()
    p95 = times[int(len(times) * 0.95) - 1]
    return Cost(statements, web_ms, bare, postgres_ms, statistics.median(times), p95, cold_kilobytes(base, page))


def batch(url: str, key: str, web: Child, postgres: Postgres) -> tuple[float, float, list[float]]:
    """Milliseconds of processor a request: of the web processes, of PostgreSQL; and how long each request took."""
    processes = workers_of(web)
    servers = [main := psutil.Process(postgres.child.process.pid), *main.children(recursive=True)]
    web_before, postgres_before, times = spent(processes), spent(servers), []
    for _round in range(BATCH):
        begun = time.perf_counter()
        fetch(url, key)
        times.append((time.perf_counter() - begun) * 1000)
    web_ms = since(web_before, spent(processes)) * 1000 / BATCH
    return web_ms, since(postgres_before, spent(servers)) * 1000 / BATCH, times


def statements_of(base: str, one: dict) -> int:
    path = one["url"].split("?")[0]
    for _try in range(60):
        fetch(base + one["url"], one["key"])
        _status, told = fetch(base + "/bench/statements/", "")
        last = json.loads(told)
        if last["path"] == path:
            return last["statements"]
    raise SystemExit(f"No worker told the statements of {path}")


def fetch(url: str, key: str) -> tuple[int, bytes]:
    request = urllib.request.Request(
        url, headers={"Accept-Encoding": "gzip", "Cookie": f"clc_session={key}" if key else ""}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            body = answer.read()
            return answer.status, gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    except urllib.error.HTTPError as error:
        return error.code, b""


def answers(url: str) -> bool:
    try:
        return fetch(url, "")[0] == 200
    except OSError:
        return False


def cold_kilobytes(base: str, page: bytes) -> float:
    """The page and everything it links from this host, gzipped."""
    total = len(gzip.compress(page, 6))
    for url in set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)):
        total += len(gzip.compress(fetch(base + url.decode(), "")[1], 6))
    return total / 1024


def workers_of(web: Child) -> list[psutil.Process]:
    return psutil.Process(web.process.pid).children(recursive=True)


def spent(processes: list[psutil.Process]) -> dict[Path, float]:
    """Seconds of processor time by thread, from the scheduler's own count in nanoseconds."""
    found = {}
    for process in processes:
        for path in Path(f"/proc/{process.pid}/task").glob("*/schedstat"):
            try:
                found[path] = int(path.read_text().split()[0]) / 1e9
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def since(before: dict[Path, float], after: dict[Path, float]) -> float:
    """A server's housekeeper that ended meanwhile is not counted, a new thread wholly."""
    return sum(seconds - before.get(path, 0) for path, seconds in after.items())


def pss(process: psutil.Process) -> float:
    """Megabytes of memory with what is shared counted in parts."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process.pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found.group(1)) / 1024


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
