"""The benchmark of the aggregator: ours and the Python peer, in turns, against the in-memory server."""

import argparse
import os

from harness import breakdown, landing, null_client, report
from harness.contract import check_contract
from harness.figures import Run
from harness.landing import LandingLoad
from harness.machine import Watch
from harness.process import RUN_SECONDS, WorkerProcess
from harness.report import say
from harness.server import OUTPUT, ROOT, Server

OURS = "target/lake-routes/bin/lake-routes run --pipelines aggregator"
PEER = "python3 bench/peers/aggregator_peer.py"


def options(arguments):
    parser = argparse.ArgumentParser(prog="bench/run aggregator", description=__doc__)
    parser.add_argument("--objects", type=int, default=20_000, help="objects to bundle in each run")
    parser.add_argument("--size", type=int, default=16 * 1024, help="bytes of each object")
    parser.add_argument("--runs", type=int, default=3, help="runs of each worker")
    parser.add_argument("--ours", default=OURS, help="command line that starts ours")
    parser.add_argument("--peer", default=PEER, help="command line that starts the peer")
    parser.add_argument("--only", choices=("ours", "peer"), help="measure one of them alone")
    parser.add_argument("--http", action="store_true", help="plain HTTP instead of HTTPS")
    parser.add_argument("--breakdown", action="store_true", help="run ours once more, recorded by JFR")
    return parser.parse_args(arguments)


def main(arguments):
    chosen = options(arguments)
    os.chdir(ROOT)
    workers = {name: command for name, command in (("ours", chosen.ours), ("peer", chosen.peer))
               if chosen.only in (None, name)}
    with Server(secure=not chosen.http) as server:
        load = LandingLoad(server, chosen.objects, chosen.size)
        for name, command in workers.items():
            say(f"contract of {name}")
            check_contract("bundle_contract_test.py", name, command, chosen.http)
        say("capacity of the server")
        capacity = null_client.measure_bundles(server, chosen.size)
        runs = []
        for number in range(1, chosen.runs + 1):
            for name, command in workers.items():
                runs.append(measure(load, name, command))
                say(f"run {number} of {chosen.runs}: {report.line('object', runs[-1])}")
        profile = breakdown.measure(load, chosen.ours) if chosen.breakdown else None
    title = f"{chosen.objects} objects of {chosen.size} bytes of text"
    return report.write(OUTPUT, report.Benchmark("aggregator", "object", title), chosen, capacity, runs, profile)


def measure(load, name, command):
    """One run in a fresh process, from its start to the last message deleted."""
    load.plan()
    watch = Watch(load.server)
    with WorkerProcess(command, load.environment(), OUTPUT / f"run-{name}.log") as process:
        process.wait_until(load.is_done, RUN_SECONDS)
        usage = process.stop()
    foreign_cores = watch.foreign_cores(usage.user_seconds + usage.system_seconds)
    stats = load.server.stats()
    all_members = landing.delivered(load.server)
    return Run(
        worker=name,
        units=len(all_members),
        mib=len(all_members) * load.size / 2**20,
        wall_seconds=stats["nifi"]["last_taken_ms"] / 1000 - usage.started,
        first_unit_seconds=stats["nifi"]["first_taken_ms"] / 1000 - usage.started,
        user_seconds=usage.user_seconds,
        system_seconds=usage.system_seconds,
        peak_rss_mib=usage.peak_rss_mib,
        foreign_cores=foreign_cores,
        requests=stats["requests"],
        digest=landing.digest(all_members),
    )
