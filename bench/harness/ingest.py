"""The benchmark of the ingest pipeline: ours and the Python peer, in turns, against the in-memory server."""

import argparse
import os

from harness import breakdown, null_client, report
from harness.contract import check_contract
from harness.figures import Run
from harness.load import Load
from harness.machine import Watch
from harness.process import RUN_SECONDS, WorkerProcess
from harness.report import say
from harness.server import OUTPUT, ROOT, Server

OURS = "target/lake-routes/bin/lake-routes run --pipelines ingest --until-idle 3s"
PEER = "python3 bench/peers/ingest_peer.py"


def options(arguments):
    parser = argparse.ArgumentParser(prog="bench/run ingest", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000, help="pages to fetch in each run")
    parser.add_argument("--runs", type=int, default=3, help="runs of each worker")
    parser.add_argument("--records", type=int, default=100, help="records of about 100 bytes on a page")
    parser.add_argument("--pages-per-day", type=int, default=50, help="pages of each day of each source")
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
        load = Load(server, chosen.pages, chosen.records, chosen.pages_per_day)
        for name, command in workers.items():
            say(f"contract of {name}")
            check_contract("contract_test.py", name, command, chosen.http)
        say("capacity of the server")
        capacity = null_client.measure(server, chosen.records, chosen.pages_per_day)
        runs = []
        for number in range(1, chosen.runs + 1):
            for name, command in workers.items():
                runs.append(measure(load, name, command))
                say(f"run {number} of {chosen.runs}: {report.line('page', runs[-1])}")
        profile = breakdown.measure(load, chosen.ours) if chosen.breakdown else None
    title = f"{runs[0].units} pages of {chosen.records} records, {chosen.pages_per_day} pages a day"
    return report.write(OUTPUT, report.Benchmark("ingest", "page", title), chosen, capacity, runs, profile)


def measure(load, name, command):
    """One run in a fresh process, from its start to the last message deleted."""
    load.plan()
    watch = Watch(load.server)
    with WorkerProcess(command, load.environment(), OUTPUT / f"run-{name}.log") as process:
        process.wait_until(load.is_done, RUN_SECONDS)
        usage = process.stop()
    foreign_cores = watch.foreign_cores(usage.user_seconds + usage.system_seconds)
    stats = load.server.stats(digest=True)
    return Run(
        worker=name,
        units=stats["objects"],
        mib=stats["bytes_in"] / 2**20,
        wall_seconds=stats["last_stored_ms"] / 1000 - usage.started,
        first_unit_seconds=stats["first_stored_ms"] / 1000 - usage.started,
        user_seconds=usage.user_seconds,
        system_seconds=usage.system_seconds,
        peak_rss_mib=usage.peak_rss_mib,
        foreign_cores=foreign_cores,
        requests=stats["requests"],
        digest=stats["digest"],
    )
