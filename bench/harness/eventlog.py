"""The benchmark of the event logs: ours and the Python peer, one sweep a process, in turns, against the in-memory server.

Two parts: the first sweep of a lake, and the sweep that finds a thousand new files beside a checkpoint of a million events.
Needs polars, pyarrow, duckdb and pydantic in the Python that runs this; the peer runs in the same one."""

import os
import shutil
import sys

from harness import breakdown, eventlogs, null_client, report, turns
from harness.eventlogs import EVENTS, OUT, apart
from harness.machine import Watch
from harness.report import say
from harness.server import OUTPUT, ROOT, Server

OURS = "target/lake-routes/bin/lake-routes eventlog sweep --json"
PEER = f"{sys.executable} bench/peers/eventlog_peer.py"
SERVER_HEAP = "16g"  # of the checkpoints, old and new, and of a ledger with an item for each file
COMPARED = 3_000_000  # rows that are compared value by value; of more the number must do


def options(arguments):
    parser = turns.parser("eventlog", __doc__, OURS, PEER)
    parser.add_argument("--part", choices=("first", "increment"), help="measure one part alone")
    parser.add_argument("--files", type=int, default=200_000, help="files that the first sweep finds")
    parser.add_argument("--groups", type=int, default=27, choices=(1, 27), help="checkpoints of the first sweep")
    parser.add_argument("--events", type=int, default=1_000_000, help="events of the checkpoint that grows")
    parser.add_argument("--fresh", type=int, default=1_000, help="files that it grows by")
    parser.add_argument("--settle", type=int, default=20, help="files of a sweep before, which is not measured")
    parser.add_argument("--heap", default=eventlogs.HEAP, help="of ours")
    return parser.parse_args(arguments)


def main(arguments):
    chosen = options(arguments)
    os.chdir(ROOT)
    workers = turns.chosen_workers(chosen)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with Server(secure=not chosen.http, heap=SERVER_HEAP) as server:
        turns.keep_contract(chosen, workers, "eventlog_contract_test.py")
        say("capacity of the server")
        capacity = null_client.measure_events(server)
        loads = {"first": FirstLoad(server, chosen), "increment": IncrementLoad(server, chosen)}
        codes = [part(chosen, workers, capacity, load) for name, load in loads.items() if chosen.part in (None, name)]
    return max(codes)


def part(chosen, workers, capacity, load):
    runs = turns.in_turns(
        chosen, workers, "file", lambda name, command: measure(load, name, command), f"{load.name}, ")
    profile = recorded(load, chosen.ours) if chosen.breakdown else None
    return report.write(
        OUTPUT, report.Benchmark(f"eventlog-{load.name}", "file", load.title), chosen, capacity, runs, profile)


class FirstLoad:
    """Files that nobody has seen before."""

    name = "first"

    def __init__(self, server, chosen):
        self.server = server
        self.chosen = chosen
        self.units = self.rows = chosen.files
        self.title = f"first sweep of {chosen.files} files into {chosen.groups} checkpoints"

    def plan(self, command):
        self.server.reset()
        self.server.fill_events(self.chosen.files, 0, self.chosen.groups)

    def environment(self):
        java = f"-Xmx{self.chosen.heap} {self.server.certificate.java_options}"
        return eventlogs.environment(self.server, JAVA_OPTS=java)


class IncrementLoad(FirstLoad):
    """Files that have landed beside those that lie in a checkpoint already."""

    name = "increment"

    def __init__(self, server, chosen):
        super().__init__(server, chosen)
        self.units = chosen.fresh
        self.rows = chosen.events + chosen.settle + chosen.fresh
        self.title = f"sweep with {chosen.fresh} new files beside a checkpoint of {chosen.events} events"
        self.built = OUTPUT / "checkpoints"
        shutil.rmtree(self.built, ignore_errors=True)

    def plan(self, command):
        """A checkpoint that another writer made, a sweep of the worker's own that makes it its own, then the new files."""
        self.server.reset()
        self.server.fill_events(self.chosen.events, self.chosen.settle + self.chosen.fresh, 1)
        if not self.built.exists():
            say(f"building a checkpoint of {self.chosen.events} events")
            apart(eventlogs.build, self.server, self.built)
        apart(eventlogs.put, self.server, self.built)
        if self.chosen.settle:
            self.server.land_events(self.chosen.settle)
            usage, wall = sweep(self, command, OUTPUT / "run-settle.log")
            cpu = usage.user_seconds + usage.system_seconds
            say(f"sweep before, which finds no ledger: {wall:.1f} s, CPU {cpu:.1f} s, peak {usage.peak_rss_mib:.0f} MiB")
        self.server.land_events(self.chosen.fresh)


def sweep(load, command, log, **more):
    """Lets one process sweep; its usage and how long it took."""
    return turns.until_ended(command, {**load.environment(), **more}, log)


def measure(load, name, command):
    """One sweep in a fresh process, from its start to its end."""
    load.plan(command)
    load.server.count_anew()
    watch = Watch(load.server)
    usage, wall = sweep(load, command, OUTPUT / f"run-{load.name}-{name}.log")
    cost = turns.Cost(usage, watch)
    stats = load.server.stats()
    rows, digest = apart(eventlogs.digest if load.rows <= COMPARED else eventlogs.counted, load.server)
    if rows != load.rows:
        raise RuntimeError(f"{name} has {rows} rows in the checkpoints, expected {load.rows}")
    return cost.run(
        name,
        units=load.units,
        mib=moved(stats, EVENTS, "GetObject"),
        wall_seconds=wall,
        first_unit_seconds=cost.since_start(stats["first_ms"][f"s3.GetObject {EVENTS}"]),
        requests=stats["requests"],
        digest=digest,
        more={
            "GETs per new file": stats["requests"]["s3.GetObject"] / load.units,
            "GETs of event files per new file": stats["by_bucket"][f"s3.GetObject {EVENTS}"] / load.units,
            "LISTs": stats["requests"]["s3.ListObjectsV2"],
            "MiB listed": moved(stats, EVENTS, "ListObjectsV2"),
            "MiB read of event files": moved(stats, EVENTS, "GetObject"),
            "MiB read of checkpoints": moved(stats, OUT, "GetObject"),
            "MiB of checkpoints written": moved(stats, OUT, "PutObject") + moved(stats, OUT, "UploadPart"),
        },
    )


def moved(stats, bucket, operation):
    return stats["bytes_by_bucket"].get(f"s3.{operation} {bucket}", 0) / 2**20


def recorded(load, command):
    """Where ours spends its time: CPU of all threads, divided as JFR's samples of Java code are."""
    load.plan(command)
    recorder = f"-XX:StartFlightRecording=filename={breakdown.RECORDING},settings=profile,dumponexit=true"
    java = load.environment()["JAVA_OPTS"]
    usage, _ = sweep(load, command, OUTPUT / "run-breakdown.log", JAVA_OPTS=f"{java} {recorder}")
    sampled = breakdown.samples(breakdown.recorded_frames(breakdown.RECORDING))
    total = 1000 * (usage.user_seconds + usage.system_seconds) / load.units
    every = sum(sampled.values())
    return {
        "ms_per_unit": total,
        "groups": {name: total * count / every for name, count in sampled.most_common()},
        "samples": every,
        "note": "All CPU of the process, compilers and collector included, divided as JFR's samples of Java code are: by the"
                " innermost frame of a known package.",
    }
