"""The benchmark of the aggregator: ours and the Python peer, in turns, against the in-memory server."""

import os

from harness import breakdown, landing, null_client, report, turns
from harness.landing import LandingLoad
from harness.report import say
from harness.server import OUTPUT, ROOT, Server

OURS = "target/lake-routes/bin/lake-routes run --pipelines aggregator"
PEER = "python3 bench/peers/aggregator_peer.py"


def options(arguments):
    parser = turns.parser("aggregator", __doc__, OURS, PEER)
    parser.add_argument("--objects", type=int, default=20_000, help="objects to bundle in each run")
    parser.add_argument("--size", type=int, default=16 * 1024, help="bytes of each object")
    return parser.parse_args(arguments)


def main(arguments):
    chosen = options(arguments)
    os.chdir(ROOT)
    workers = turns.chosen_workers(chosen)
    with Server(secure=not chosen.http) as server:
        load = LandingLoad(server, chosen.objects, chosen.size)
        turns.keep_contract(chosen, workers, "bundle_contract_test.py")
        say("capacity of the server")
        capacity = null_client.measure_bundles(server, chosen.size)
        runs = turns.in_turns(chosen, workers, "object", lambda name, command: measure(load, name, command))
        profile = breakdown.measure(load, chosen.ours) if chosen.breakdown else None
    title = f"{chosen.objects} objects of {chosen.size} bytes of text"
    return report.write(OUTPUT, report.Benchmark("aggregator", "object", title), chosen, capacity, runs, profile)


def measure(load, name, command):
    """One run in a fresh process, from its start to the last message deleted."""
    cost = turns.until_done(load, name, command)
    stats = load.server.stats()
    all_members = landing.delivered(load.server)
    return cost.run(
        name,
        units=len(all_members),
        mib=len(all_members) * load.size / 2**20,
        wall_seconds=cost.since_start(stats["nifi"]["last_taken_ms"]),
        first_unit_seconds=cost.since_start(stats["nifi"]["first_taken_ms"]),
        requests=stats["requests"],
        digest=landing.digest(all_members),
    )
