"""The tables that the README and docs/decisions/what-a-page-costs.md show, and how the run stands to its bars."""

import statistics

from tests.bench.doing import Done
from tests.bench.measuring import Cost

APART = ("Search", "The state at a glance", "Rows behind a figure")  # what they count has no tally yet
MEDIAN_MS, MOST_MS = 4, 12  # PostgreSQL plans and executes, for a page
GROWTH = 1.3  # of the web's processor time, from one state to ten times its people

Pages = dict[tuple[str, str, str], Cost]
Acts = dict[tuple[str, str], Done]


def tell_rows(rows: dict[str, dict[str, int]]) -> None:
    names = list(next(iter(rows.values())))
    table(["size", *names], [[size, *(f"{found[name]:,}" for name in names)] for size, found in rows.items()])


def tell_pages(costs: dict[str, Pages]) -> None:
    sizes = list(costs)
    last = sizes[-1]
    heads = ["page", "as"]
    for column in ("SQL", "web ms", "× bare", "PG ms", "plan + exec ms"):
        heads += [f"{column} {size}" for size in sizes]
    lines = []
    for key in costs[last]:
        name, handle, _kind = key
        found = [costs[size][key] for size in sizes]
        cells = [name, handle or "visitor"]
        cells += [str(one.statements) for one in found]
        cells += [f"{one.web_ms:.1f}" for one in found]
        cells += [f"{one.bare:.1f}" for one in found]
        cells += [f"{one.postgres_ms:.1f}" for one in found]
        cells += [f"{one.planning_ms:.1f} + {one.execution_ms:.1f}" for one in found]
        cells += [f"{found[-1].median_ms:.0f}", f"{found[-1].p95_ms:.0f}", f"{found[-1].kilobytes:.1f}"]
        lines.append(cells)
    table([*heads, "median ms", "p95 ms", "KB gz"], lines)


def tell_acts(costs: dict[str, Acts]) -> None:
    sizes = list(costs)
    heads = ["act", "as", "requests"]
    for column in ("SQL", "web ms", "worker ms", "PG ms"):
        heads += [f"{column} {size}" for size in sizes]
    lines = []
    for key in costs[sizes[-1]]:
        found = [costs[size][key] for size in sizes]
        cells = [*key, str(found[0].requests), *(str(one.statements) for one in found)]
        for figures in ([getattr(one, name) for one in found] for name in ("web_ms", "worker_ms", "postgres_ms")):
            cells += [f"{figure:.1f}" for figure in figures]
        lines.append(cells)
    table(heads, lines)


def tell_bars(costs: dict[str, Pages]) -> None:
    for size, pages in costs.items():
        judged = {key: cost.database_ms for key, cost in pages.items() if key[0] not in APART and key[2] != "bare"}
        above = [
            f"{name} as {handle or 'visitor'} {ms:.1f}" for (name, handle, _kind), ms in judged.items() if ms > MOST_MS
        ]
        median = statistics.median(judged.values())
        print(
            f"\n{size}: PostgreSQL plans and executes {median:.1f} ms for the median page (bar {MEDIAN_MS}),", end=" "
        )
        print(f"above {MOST_MS} ms: {', '.join(above) or 'none'} ({', '.join(APART)} apart).")
    if not {"S", "P×10"} <= set(costs):
        return
    grown = {key: costs["P×10"][key].web_ms / cost.web_ms for key, cost in costs["S"].items()}
    above = [f"{name} as {handle or 'visitor'} {n:.2f}" for (name, handle, _kind), n in grown.items() if n > GROWTH]
    print(f"\nWeb processor time at P×10: {statistics.median(grown.values()):.2f} × S on the median page;", end=" ")
    print(f"above {GROWTH} ×: {', '.join(above) or 'none'}.")


def table(heads: list[str], lines: list[list[str]]) -> None:
    print("\n| " + " | ".join(heads) + " |\n|" + " --- |" * len(heads))
    for cells in lines:
        print("| " + " | ".join(cells) + " |")
