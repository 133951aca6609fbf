"""What a page costs: processor time of web and PostgreSQL by the scheduler's own count, in turns with a bare page."""

import gzip
import json
import re
import statistics
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil

from embedded.children import Child
from embedded.postgres import Postgres

BATCHES, BATCH = 5, 8  # of each page and of its bare page, in turns
WARM = 16  # every thread of both web processes has its connection and its statements then
ROWS = re.compile(rb"<tr[ >]|<li[ >]|<g><title>|class=\"event")


@dataclass
class Running:
    """The product as in production over one size of data."""

    size: str
    base: str
    pages: list[dict]
    web: Child

    @property
    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.web.process.pid).children(recursive=True)


@dataclass
class Cost:
    statements: int
    web_ms: float
    bare: float  # times the bare page
    postgres_ms: float
    median_ms: float
    p95_ms: float
    kilobytes: float


def measure(running: list[Running], postgres: Postgres) -> dict[str, dict]:
    costs: dict[str, dict] = {one.size: {} for one in running}
    for pages in zip(*(one.pages for one in running), strict=True):
        for size, cost in costs_of(running, pages, postgres).items():
            page = pages[0]
            costs[size][page["name"], page["handle"], page["kind"]] = cost
            words = f"{cost.statements} SQL, {cost.web_ms:.1f} ms, {cost.bare:.1f} × bare, PG {cost.postgres_ms:.1f} ms"
            print(f"{size} {page['name']}, {page['handle']}: {words}", flush=True)
    return costs


def costs_of(running: list[Running], pages: tuple[dict, ...], postgres: Postgres) -> dict[str, Cost]:
    """One page at all sizes, in turns."""
    measured = [Turns(one, page) for one, page in zip(running, pages, strict=True)]
    for _batch in range(BATCHES):
        for one in measured:
            one.take(postgres)
    return {one.product.size: one.cost() for one in measured}


class Turns:
    """A page and the bare page with as many rows, a batch of the one and a batch of the other."""

    def __init__(self, product: Running, page: dict) -> None:
        self.product, self.page = product, page
        self.url = product.base + page["url"]
        for _round in range(WARM):
            status, self.body = fetch(self.url, page["key"])
            if status != 200:
                raise SystemExit(f"{page['name']} as {page['handle']}: {status} at {page['url']}")
        bare = next(one for one in product.pages if one["kind"] == "bare")
        rows = len(ROWS.findall(self.body.partition(b"<main")[2]))
        self.bare_url, self.bare_key = f"{product.base}{bare['url']}?rows={rows}", bare["key"]
        for _round in range(WARM):
            fetch(self.bare_url, self.bare_key)
        self.batches: list[tuple[float, float, float]] = []
        self.times: list[float] = []

    def take(self, postgres: Postgres) -> None:
        bare_ms, _postgres_ms, _times = batch(self.bare_url, self.bare_key, self.product, postgres)
        web_ms, postgres_ms, taken = batch(self.url, self.page["key"], self.product, postgres)
        self.batches.append((web_ms, web_ms / bare_ms, postgres_ms))
        self.times += taken

    def cost(self) -> Cost:
        web_ms, bare, postgres_ms = (statistics.median(column) for column in zip(*self.batches, strict=True))
        times = sorted(self.times)
        p95 = times[int(len(times) * 0.95) - 1]
        statements = statements_of(self.product.base, self.page)
        kilobytes = cold_kilobytes(self.product.base, self.body)
        return Cost(statements, web_ms, bare, postgres_ms, statistics.median(times), p95, kilobytes)


def batch(url: str, key: str, product: Running, postgres: Postgres) -> tuple[float, float, list[float]]:
    """Milliseconds of processor a request: of the web processes, of PostgreSQL; and how long each request took."""
    processes = product.workers
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
