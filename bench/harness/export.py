"""The benchmark of the export: ours and the Python peer, in turns, against the in-memory server."""

import argparse
import os

from harness import breakdown, exporting, null_client, report
from harness.contract import check_contract
from harness.exporting import ExportLoad
from harness.figures import Run
from harness.machine import Watch
from harness.process import RUN_SECONDS, WorkerProcess
from harness.report import say
from harness.server import OUTPUT, ROOT, Server

OURS = "target/lake-routes/bin/lake-routes run --pipelines export"
PEER = "python3 bench/peers/export_peer.py"


def options(arguments):
    parser = argparse.ArgumentParser(prog="bench/run export", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows that the query finds")
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
        load = ExportLoad(server, chosen.rows)
        for name, command in workers.items():
            say(f"contract of {name}")
            check_contract("export_contract_test.py", name, command, chosen.http)
        say("capacity of the server")
        capacity = null_client.measure_batches(server)
        runs = []
        for number in range(1, chosen.runs + 1):
            for name, command in workers.items():
                runs.append(measure(load, name, command))
                say(f"run {number} of {chosen.runs}: {report.line('row', runs[-1])}")
        profile = breakdown.measure(load, chosen.ours) if chosen.breakdown else None
    title = f"{chosen.rows} rows of {len(exporting.COLUMNS)} columns in batches of {exporting.BATCH_SIZE}"
    return report.write(OUTPUT, report.Benchmark("export", "row", title), chosen, capacity, runs, profile)


def measure(load, name, command):
    """One run in a fresh process, from its start to the last message deleted."""
    load.plan()
    watch = Watch(load.server)
    with WorkerProcess(command, load.environment(), OUTPUT / f"run-{name}.log") as process:
        process.wait_until(load.is_done, RUN_SECONDS)
        usage = process.stop()
    foreign_cores = watch.foreign_cores(usage.user_seconds + usage.system_seconds)
    stats = load.server.stats()
    export = stats["export"]
    return Run(
        worker=name,
        units=load.units,
        mib=stats["bytes_in"] / 2**20,
        wall_seconds=export["last_taken_ms"] / 1000 - usage.started,
        first_unit_seconds=export["first_taken_ms"] / 1000 - usage.started,
        user_seconds=usage.user_seconds,
        system_seconds=usage.system_seconds,
        peak_rss_mib=usage.peak_rss_mib,
        foreign_cores=foreign_cores,
        requests=stats["requests"],
        digest=exporting.exported(load.server, load.units),
    )
