"""The benchmark of the flights: ours and the Python peer, in turns, against the in-memory server, from raw snapshots to a
report of each; and the conversion alone, from a folder into a folder, of ours, DuckDB and Polars.

Needs pandas, polars, pyarrow, duckdb and orjson in the Python that runs this; the peers run in the same one."""

import json
import os
import shutil
import sys

from harness import breakdown, machine, null_client, report, snapshots, turns
from harness.eventlogs import apart, objects
from harness.figures import spread
from harness.machine import Watch
from harness.report import say
from harness.server import OUTPUT, ROOT, Server
from harness.snapshots import PROCESSED, RAW, SnapshotLoad

OURS = "target/lake-routes/bin/lake-routes run --pipelines flights"
PEER = f"{sys.executable} bench/peers/flights_peer.py"
CONVERTER = "java -XX:+UseSerialGC {java} -cp target/test-classes:target/lake-routes/lib/* routes.flights.ConvertFolder"
ENGINE = f"{sys.executable} bench/peers/flights_convert.py"
FOLDER = OUTPUT / "snapshots"


def options(arguments):
    parser = turns.parser("flights", __doc__, OURS, PEER, only=("ours", "peer", "duckdb", "polars"))
    parser.add_argument("--part", choices=("whole", "conversion"), help="measure one part alone")
    parser.add_argument("--snapshots", type=int, default=100, help="snapshots of each run")
    parser.add_argument("--states", type=int, default=11_524, help="states of each snapshot")
    parser.add_argument("--heap", default=snapshots.HEAP, help="of ours")
    parser.add_argument("--java", default="", help="further flags of ours")
    return parser.parse_args(arguments)


def main(arguments):
    chosen = options(arguments)
    os.chdir(ROOT)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    parts = {"whole": whole, "conversion": conversion}
    with Server(secure=not chosen.http) as server:
        codes = [part(chosen, server) for name, part in parts.items() if chosen.part in (None, name)]
    return max(codes)


def whole(chosen, server):
    """Messages on the queue at the start, reports at the end."""
    workers = turns.chosen_workers(chosen)
    turns.keep_contract(chosen, workers, "flights_contract_test.py")
    say("capacity of the server")
    capacity = null_client.measure_snapshots(server, chosen.states)
    load = SnapshotLoad(server, chosen.snapshots, chosen.states, f"{chosen.heap} {chosen.java}")
    runs = turns.in_turns(chosen, workers, "state", lambda name, command: measure(load, name, command))
    profile = breakdown.measure(load, chosen.ours) if chosen.breakdown else None
    title = f"{chosen.snapshots} snapshots of {chosen.states} states to Parquet and to 16 scores"
    return report.write(OUTPUT, report.Benchmark("flights", "state", title), chosen, capacity, runs, profile)


def measure(load, name, command):
    """One run in a fresh process, from its start to the last message deleted."""
    cost = turns.until_done(load, name, command)
    stats = load.server.stats()
    rows, size, digest = apart(snapshots.digest, load.server)
    if rows != load.units:
        raise RuntimeError(f"{name} has {rows} rows in the processed files, expected {load.units}")
    return cost.run(
        name,
        units=load.units,
        mib=stats["bytes_by_bucket"][f"s3.GetObject {RAW}"] / 2**20,
        wall_seconds=cost.since_start(stats["last_stored_ms"]),
        first_unit_seconds=cost.since_start(stats["first_ms"][f"s3.PutObject {PROCESSED}"]),
        requests=stats["requests"],
        digest=digest,
        more={
            "CPU ms/snapshot": 1000 * cost.cpu_seconds / load.snapshots,
            "KiB of Parquet per snapshot": size / load.snapshots / 1024,
        },
    )


def conversion(chosen, server):
    """Files in, files out, no cloud; each converter a process that ends."""
    ours = CONVERTER.format(java=f"-Xmx{chosen.heap} {chosen.java}")
    converters = turns.chosen_workers(chosen, ours=ours, polars=f"{ENGINE} polars", duckdb=f"{ENGINE} duckdb")
    turns.keep_contract(chosen, converters, "flights_contract_test.py", kind="converter")
    source = FOLDER / "raw"
    shutil.rmtree(FOLDER, ignore_errors=True)
    source.mkdir(parents=True)
    server.reset()
    server.fill_flights(chosen.snapshots, chosen.states)
    for key, body in objects(server, RAW, "").items():
        (source / key.rsplit("/", 1)[1]).write_bytes(body)
    return told(chosen, turns.in_turns(
        chosen, converters, "state", lambda name, command: converted(chosen, server, name, command, source)))


def converted(chosen, server, name, command, source):
    """One run in a fresh process."""
    target = FOLDER / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    watch = Watch(server)
    usage, wall = turns.until_ended(f"{command} {source} {target}", dict(os.environ), OUTPUT / f"convert-{name}.log")
    cost = turns.Cost(usage, watch)
    rows, size, digest = apart(files_digest, target)
    units = chosen.snapshots * chosen.states
    if rows != units:
        raise RuntimeError(f"{name} has {rows} rows in its files, expected {units}")
    return cost.run(
        name,
        units=units,
        mib=size / 2**20,
        wall_seconds=wall,
        first_unit_seconds=0,
        requests={},
        digest=digest,
        more={
            "CPU ms/snapshot": 1000 * cost.cpu_seconds / chosen.snapshots,
            "KiB of Parquet per snapshot": size / chosen.snapshots / 1024,
        },
    )


def files_digest(folder):
    """Rows, bytes and a digest over the values of all files."""
    rows, size, total = 0, 0, 0
    for path in sorted(folder.glob("*.parquet")):
        content = path.read_bytes()
        count, hashed = snapshots.hashed_rows(snapshots.table(content))
        rows, size, total = rows + count, size + len(content), total + hashed
    return rows, size, f"{rows} rows {total:x}"


def told(chosen, runs):
    """Writes and prints the report of the conversion; the exit code is not 0 if the figures prove nothing."""
    doubts = []
    if len({run.digest for run in runs}) > 1:
        doubts.append("THE CONVERTERS DIFFER IN THE VALUES OF THEIR ROWS")
    busiest = max(run.foreign_cores for run in runs)
    if busiest > report.QUIET_CORES:
        doubts.append(f"THE MACHINE WAS NOT QUIET: up to {busiest:.1f} cores were busy with something else")
    by_name = {}
    for run in runs:
        by_name.setdefault(run.worker, []).append(run)
    figures = (
        ("states per CPU second", "{:.0f}", lambda run: run.units_per_cpu_second),
        ("states/s", "{:.0f}", lambda run: run.units_per_second),
        ("CPU s", "{:.1f}", lambda run: run.cpu_seconds),
        ("CPU ms/snapshot", "{:.1f}", lambda run: run.more["CPU ms/snapshot"]),
        ("KiB of Parquet per snapshot", "{:.0f}", lambda run: run.more["KiB of Parquet per snapshot"]),
        ("peak RSS, MiB", "{:.0f}", lambda run: run.peak_rss_mib),
    )
    rows = [[title, *(report.cell(layout, map(figure, some)) for some in by_name.values())]
            for title, layout, figure in figures]
    for name, some in by_name.items():
        if name != "ours" and "ours" in by_name:
            ratio = [one.units_per_cpu_second / other.units_per_cpu_second for one, other in zip(by_name["ours"], some)]
            rows.append([f"ours / {name}, states per CPU second", f"{spread(ratio)[1]:.2f}", *[""] * (len(by_name) - 1)])
    lines = [
        f"### flights, conversion alone: {chosen.snapshots} snapshots of {chosen.states} states", "",
        "; ".join(f"{key} {value}" for key, value in machine.description().items()), "",
        *(f"**{doubt}**\n" for doubt in doubts),
        *report.table(["", *by_name], rows), "",
        f"Median (minimum to maximum) of {chosen.runs} runs each, in turns, each in a fresh process, its start included.",
    ]
    markdown = "\n".join(lines) + "\n"
    (OUTPUT / "flights-conversion.md").write_text(markdown)
    (OUTPUT / "flights-conversion.json").write_text(json.dumps(
        {"options": vars(chosen), "machine": machine.description(), "runs": [run.as_json() for run in runs],
         "doubts": doubts}, indent=2))
    print(markdown)
    for doubt in doubts:
        print(f"!!! {doubt}", file=sys.stderr)
    return 1 if doubts else 0
