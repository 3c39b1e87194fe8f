"""What is told about a benchmark: lines while it runs, then a table, a markdown fragment and a JSON file."""

import json
import shlex
import sys
from dataclasses import dataclass

from harness import machine, null_client
from harness.figures import pair_ratios, spread

FIGURES = (
    ("{unit}s/s", "{:.0f}", lambda run: run.units_per_second),
    ("{unit}s/s once started", "{:.0f}", lambda run: run.steady_units_per_second),
    ("first {unit} after, s", "{:.2f}", lambda run: run.first_unit_seconds),
    ("MiB/s", "{:.1f}", lambda run: run.mib_per_second),
    ("wall, s", "{:.1f}", lambda run: run.wall_seconds),
    ("CPU user, s", "{:.1f}", lambda run: run.user_seconds),
    ("CPU system, s", "{:.1f}", lambda run: run.system_seconds),
    ("CPU ms/{unit}", "{:.4g}", lambda run: run.cpu_ms_per_unit),
    ("{unit}s per CPU second", "{:.0f}", lambda run: run.units_per_cpu_second),
    ("peak RSS, MiB", "{:.0f}", lambda run: run.peak_rss_mib),
)
RATIOS = (
    ("{unit}s per CPU second", lambda run: run.units_per_cpu_second),
    ("{unit}s/s", lambda run: run.units_per_second),
    ("peak RSS", lambda run: run.peak_rss_mib),
)
QUIET_CORES = 0.2


@dataclass(frozen=True)
class Benchmark:
    """What is told about a benchmark as such: its name, what it counts (in the singular), a title."""

    name: str
    unit: str
    title: str


def say(text):
    print(text, file=sys.stderr, flush=True)


def line(unit, run):
    return (
        f"{run.worker}: {run.units_per_second:.0f} {unit}s/s, {run.cpu_ms_per_unit:.4g} CPU ms/{unit}, "
        f"peak {run.peak_rss_mib:.0f} MiB"
    )


def write(folder, benchmark, chosen, capacity, runs, profile):
    """Writes and prints everything; returns the exit code, which is not 0 if the figures prove nothing."""
    doubts = doubts_about(capacity, runs)
    markdown = "\n".join(fragment(benchmark, chosen, capacity, runs, profile, doubts)) + "\n"
    (folder / f"{benchmark.name}.md").write_text(markdown)
    (folder / f"{benchmark.name}.json").write_text(json.dumps(
        {
            "benchmark": benchmark.name,
            "machine": machine.description(),
            "options": vars(chosen),
            "null_client": capacity,
            "headroom": null_client.headroom(capacity, runs),
            "runs": [run.as_json() for run in runs],
            "breakdown": profile,
            "doubts": doubts,
        },
        indent=2,
    ))
    print(markdown)
    for doubt in doubts:
        print(f"!!! {doubt}", file=sys.stderr)
    return 1 if doubts else 0


def doubts_about(capacity, runs):
    """Why these figures should not be published as they are."""
    doubts = []
    headroom = null_client.headroom(capacity, runs)
    if headroom < null_client.NEEDED:
        doubts.append(
            f"THE SERVER MAY BE THE BOTTLENECK: the null client reached {headroom:.1f} times the fastest run, "
            f"not {null_client.NEEDED} times"
        )
    if len({run.digest for run in runs}) > 1:
        doubts.append("THE RUNS DIFFER IN WHAT THEY STORED: their digests over keys and contents are not equal")
    busiest = max(run.foreign_cores for run in runs)
    if busiest > QUIET_CORES:
        doubts.append(f"THE MACHINE WAS NOT QUIET: up to {busiest:.1f} cores were busy with something else")
    return doubts


def fragment(benchmark, chosen, capacity, runs, profile, doubts):
    unit = benchmark.unit
    yield f"### {benchmark.name}: {benchmark.title}"
    yield ""
    yield "; ".join(f"{key} {value}" for key, value in machine.description().items())
    yield ""
    yield f"`{shlex.join(['bench/run', *sys.argv[1:]])}`"
    yield ""
    yield from (f"**{doubt}**\n" for doubt in doubts)
    by_worker = {}
    for run in runs:
        by_worker.setdefault(run.worker, []).append(run)
    yield from table(
        ["", *by_worker],
        [
            [title.format(unit=unit), *(cell(layout, map(figure, some)) for some in by_worker.values())]
            for title, layout, figure in FIGURES
        ]
        + [
            [title, *(cell("{:.4g}", (run.more[title] for run in some)) for some in by_worker.values())]
            for title in runs[0].more
        ],
    )
    yield ""
    yield f"Median (minimum to maximum) of {chosen.runs} runs each, in turns, each in a fresh process."
    yield ""
    if len(by_worker) == 2:
        yield from table(
            ["ours / peer", *(f"pair {number + 1}" for number in range(chosen.runs)), "median"],
            [
                [title.format(unit=unit), *ratios(by_worker["ours"], by_worker["peer"], figure)]
                for title, figure in RATIOS
            ],
        )
        yield ""
    yield from table(
        [f"requests per {unit}", *by_worker],
        [
            [operation, *(f"{some[-1].requests.get(operation, 0) / some[-1].units:.3f}" for some in by_worker.values())]
            for operation in sorted({operation for run in runs for operation in run.requests})
        ]
        + [["all", *(f"{some[-1].requests_per_unit:.3f}" for some in by_worker.values())]],
    )
    yield ""
    yield (
        f"Null client: {capacity['units_per_second']:.0f} {unit}s/s, {capacity['requests_per_second']:.0f} requests/s, "
        f"{null_client.headroom(capacity, runs):.1f} times the fastest run (at least {null_client.NEEDED} wanted); "
        f"each {unit} costs the server {capacity['server_cpu_ms_per_unit']:.4g} ms of CPU."
    )
    yield ""
    yield f"Cores busy with something else meanwhile: at most {max(run.foreign_cores for run in runs):.2f}."
    if profile:
        yield ""
        yield from table(
            ["where the CPU of ours goes", f"ms/{unit}", "share"],
            [
                [title, f"{ms:.4g}", f"{100 * ms / profile['ms_per_unit']:.1f} %"]
                for title, ms in profile["groups"].items()
            ],
        )
        yield ""
        yield profile["note"]


def cell(layout, values):
    low, middle, high = (layout.format(value) for value in spread(values))
    return f"{middle} ({low} to {high})"


def ratios(ours, peers, figure):
    each = pair_ratios(ours, peers, figure)
    return [*(f"{ratio:.2f}" for ratio in each), f"{spread(each)[1]:.2f}"]


def table(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|---" + "|---:" * (len(head) - 1) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"
