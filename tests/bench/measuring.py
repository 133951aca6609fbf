"""What a page costs: processor time of web and PostgreSQL by the scheduler's own count, in turns with a bare page."""

import gzip
import json
import re
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psutil

from embedded.children import Child
from embedded.postgres import Postgres
from tests.bench.browsing import Answer, fetch
from tests.waiting import until

BATCH = 8  # requests of a page, then as many of its bare page, in turns
WARM = 12  # every thread of both web processes has its connection and its statements then
EXPLAINED = 8  # times; what else the machine does only adds to a statement, so its least counts


@dataclass
class Running:
    """The product as in production over one size of data."""

    size: str
    base: str
    pages: list[dict]
    web: Child
    counts: Path  # where the web processes leave what a request asked of the database

    @property
    def workers(self) -> list[psutil.Process]:
        return family(self.web)[1:]


@dataclass
class Cost:
    statements: int
    web_ms: float
    bare: float  # times the bare page
    postgres_ms: float
    planning_ms: float
    execution_ms: float
    median_ms: float
    p95_ms: float
    kilobytes: float
    rows: int

    @property
    def database_ms(self) -> float:
        return self.planning_ms + self.execution_ms


def measure(running: list[Running], postgres: Postgres, *, batches: int) -> dict[str, dict]:
    costs: dict[str, dict] = {one.size: {} for one in running}
    for pages in zip(*(one.pages for one in running), strict=True):
        for size, cost in costs_of(running, pages, postgres, batches).items():
            page = pages[0]
            costs[size][page["name"], page["handle"], page["kind"]] = cost
            words = f"{cost.statements} SQL, {cost.web_ms:.1f} ms, {cost.bare:.1f} × bare, PG {cost.postgres_ms:.1f} ms"
            words += f" (plans {cost.planning_ms:.1f} + executes {cost.execution_ms:.1f}), {cost.rows} rows"
            print(f"{size} {page['name']}, {page['handle']}: {words}", flush=True)
    return costs


def costs_of(running: list[Running], pages: tuple[dict, ...], postgres: Postgres, batches: int) -> dict[str, Cost]:
    """One page at all sizes, in turns."""
    measured = [Turns(one, page) for one, page in zip(running, pages, strict=True)]
    for _batch in range(batches):
        for one in measured:
            one.take(postgres)
    return {one.product.size: one.cost() for one in measured}


class Turns:
    """A page and the bare page with as many rows, a batch of the one and a batch of the other."""

    def __init__(self, product: Running, page: dict) -> None:
        self.product, self.page = product, page
        self.url = product.base + page["url"]
        for _round in range(WARM):
            self.answer = fetch(self.url, page["key"])
            refuse_another_page(page, self.answer)
        bare = next(one for one in product.pages if one["kind"] == "bare")
        self.bare_url, self.bare_key = f"{product.base}{bare['url']}?rows={self.answer.rows}", bare["key"]
        for _round in range(WARM):
            rows = fetch(self.bare_url, self.bare_key).rows
        if rows != self.answer.rows:
            raise SystemExit(f"{page['name']} has {self.answer.rows} rows, the bare page beside it {rows}.")
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
        asked = [self._explained() for _time in range(EXPLAINED)]
        return Cost(
            statements=asked[-1]["statements"],
            web_ms=web_ms,
            bare=bare,
            postgres_ms=postgres_ms,
            planning_ms=least([one["planning"] for one in asked]),
            execution_ms=least([one["execution"] for one in asked]),
            median_ms=statistics.median(times),
            p95_ms=times[int(len(times) * 0.95) - 1],
            kilobytes=cold_kilobytes(self.product.base, self.answer.body),
            rows=self.answer.rows,
        )

    def _explained(self) -> dict:
        _answer, asked = counted(self.product, self.url, self.page["key"], headers={"X-Bench-Explain": "1"})
        return asked


def least(times: list[list[float]]) -> float:
    """Of each statement its least time, together. A request that asked otherwise than the last is left out."""
    same = [one for one in times if len(one) == len(times[-1])]
    return sum(map(min, zip(*same, strict=True)))


def refuse_another_page(page: dict, answer: Answer) -> None:
    """A redirect, an error, a closed form, an empty list: whatever is not what the table says."""
    where = f"{page['name']} as {page['handle'] or 'visitor'}, {page['url']}"
    if answer.status != 200:
        raise SystemExit(f"{where}: {answer.status} {answer.location}")
    if page["mark"].encode() not in answer.main:
        raise SystemExit(f"{where}: the page does not show «{page['mark']}».")
    if answer.rows < page["rows"]:
        raise SystemExit(f"{where}: {answer.rows} rows, at least {page['rows']} were expected.")


def counted(
    product: Running, url: str, key: str, *, data: list | None = None, headers: dict[str, str] | None = None
) -> tuple[Answer, dict]:
    """The answer, and what the request asked of the database."""
    name = uuid4().hex
    headers = {**(headers or {}), "X-Bench": name}
    answer = fetch(url, key, headers=headers, data=data)
    left = product.counts / name
    until(left.exists, seconds=30, what=f"the count of {url}")
    asked = json.loads(left.read_text())
    left.unlink()
    return answer, asked


def batch(url: str, key: str, product: Running, postgres: Postgres) -> tuple[float, float, list[float]]:
    """Milliseconds of processor a request: of the web processes, of PostgreSQL; and how long each request took."""
    web, servers, times = Meter(product.workers), Meter(family(postgres.child)), []
    for _round in range(BATCH):
        begun = time.perf_counter()
        fetch(url, key)
        times.append((time.perf_counter() - begun) * 1000)
    return web.ms / BATCH, servers.ms / BATCH, times


def cold_kilobytes(base: str, page: bytes) -> float:
    """The page and everything it links from this host, gzipped."""
    total = len(gzip.compress(page, 6))
    for url in set(re.findall(rb'(?:href|src)="(/static/[^"]+)"', page)):
        total += len(gzip.compress(fetch(base + url.decode(), "").body, 6))
    return total / 1024


# Processor time -------------------------------------------------------------------------------------------------------


def family(child: Child) -> list[psutil.Process]:
    main = psutil.Process(child.process.pid)
    return [main, *main.children(recursive=True)]


class Meter:
    """Milliseconds of processor time that processes took since it was set."""

    def __init__(self, processes: list[psutil.Process]) -> None:
        self.processes, self.before = processes, spent(processes)

    @property
    def ms(self) -> float:
        """A server's housekeeper that ended meanwhile is not counted, a new thread wholly."""
        return sum(seconds - self.before.get(path, 0) for path, seconds in spent(self.processes).items()) * 1000


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


def pss(process: psutil.Process) -> float:
    """Megabytes of memory with what is shared counted in parts."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{process.pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found.group(1)) / 1024
