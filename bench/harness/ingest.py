"""The benchmark of the ingest pipeline: ours and the Python peer, in turns, against the in-memory server."""

import os

from harness import breakdown, null_client, report, turns
from harness.load import Load
from harness.report import say
from harness.server import OUTPUT, ROOT, Server

OURS = "target/lake-routes/bin/lake-routes run --pipelines ingest --until-idle 3s"
PEER = "python3 bench/peers/ingest_peer.py"


def options(arguments):
    parser = turns.parser("ingest", __doc__, OURS, PEER)
    parser.add_argument("--pages", type=int, default=20_000, help="pages to fetch in each run")
    parser.add_argument("--records", type=int, default=100, help="records of about 100 bytes on a page")
    parser.add_argument("--pages-per-day", type=int, default=50, help="pages of each day of each source")
    return parser.parse_args(arguments)


def main(arguments):
    chosen = options(arguments)
    os.chdir(ROOT)
    workers = turns.chosen_workers(chosen)
    with Server(secure=not chosen.http) as server:
        load = Load(server, chosen.pages, chosen.records, chosen.pages_per_day)
        turns.keep_contract(chosen, workers, "contract_test.py")
        say("capacity of the server")
        capacity = null_client.measure(server, chosen.records, chosen.pages_per_day)
        runs = turns.in_turns(chosen, workers, "page", lambda name, command: measure(load, name, command))
        profile = breakdown.measure(load, chosen.ours) if chosen.breakdown else None
    title = f"{runs[0].units} pages of {chosen.records} records, {chosen.pages_per_day} pages a day"
    return report.write(OUTPUT, report.Benchmark("ingest", "page", title), chosen, capacity, runs, profile)


def measure(load, name, command):
    """One run in a fresh process, from its start to the last message deleted."""
    cost = turns.until_done(load, name, command)
    stats = load.server.stats(digest=True)
    return cost.run(
        name,
        units=stats["objects"],
        mib=stats["bytes_in"] / 2**20,
        wall_seconds=cost.since_start(stats["last_stored_ms"]),
        first_unit_seconds=cost.since_start(stats["first_stored_ms"]),
        requests=stats["requests"],
        digest=stats["digest"],
    )
