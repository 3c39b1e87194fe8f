"""The benchmark of the export: ours and the Python peer, in turns, against the in-memory server."""

import os

from harness import breakdown, exporting, null_client, report, turns
from harness.exporting import ExportLoad
from harness.report import say
from harness.server import OUTPUT, ROOT, Server

OURS = "target/lake-routes/bin/lake-routes run --pipelines export"
PEER = "python3 bench/peers/export_peer.py"


def options(arguments):
    parser = turns.parser("export", __doc__, OURS, PEER)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows that the query finds")
    return parser.parse_args(arguments)


def main(arguments):
    chosen = options(arguments)
    os.chdir(ROOT)
    workers = turns.chosen_workers(chosen)
    with Server(secure=not chosen.http) as server:
        load = ExportLoad(server, chosen.rows)
        turns.keep_contract(chosen, workers, "export_contract_test.py")
        say("capacity of the server")
        capacity = null_client.measure_batches(server)
        runs = turns.in_turns(chosen, workers, "row", lambda name, command: measure(load, name, command))
        profile = breakdown.measure(load, chosen.ours) if chosen.breakdown else None
    title = f"{chosen.rows} rows of {len(exporting.COLUMNS)} columns in batches of {exporting.BATCH_SIZE}"
    return report.write(OUTPUT, report.Benchmark("export", "row", title), chosen, capacity, runs, profile)


def measure(load, name, command):
    """One run in a fresh process, from its start to the last message deleted."""
    cost = turns.until_done(load, name, command)
    stats = load.server.stats()
    export = stats["export"]
    return cost.run(
        name,
        units=load.units,
        mib=stats["bytes_in"] / 2**20,
        wall_seconds=cost.since_start(export["last_taken_ms"]),
        first_unit_seconds=cost.since_start(export["first_taken_ms"]),
        requests=stats["requests"],
        digest=exporting.exported(load.server, load.units),
    )
