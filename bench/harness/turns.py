"""What the benchmarks have in common: options, contracts, and the workers' runs in turns, each in a fresh process."""

import argparse
import time

from harness import report
from harness.contract import check_contract
from harness.figures import Run
from harness.machine import Watch
from harness.process import RUN_SECONDS, WorkerProcess
from harness.report import say
from harness.server import OUTPUT


def parser(benchmark, description, ours, peer, only=("ours", "peer")):
    """With the options that every benchmark has; a benchmark adds what its units are."""
    options = argparse.ArgumentParser(prog=f"bench/run {benchmark}", description=description)
    options.add_argument("--runs", type=int, default=3, help="runs of each worker")
    options.add_argument("--ours", default=ours, help="command line that starts ours")
    options.add_argument("--peer", default=peer, help="command line that starts the peer")
    options.add_argument("--only", choices=only, help="measure one of them alone")
    options.add_argument("--http", action="store_true", help="plain HTTP instead of HTTPS")
    options.add_argument("--no-contract", action="store_true", help="for trying things out: time whatever there is")
    options.add_argument("--breakdown", action="store_true", help="run ours once more, recorded by JFR")
    return options


def chosen_workers(chosen, **commands):
    """Command lines by name, of those that are to be measured: ours and the peer, unless others are given."""
    commands = commands or {"ours": chosen.ours, "peer": chosen.peer}
    return {name: command for name, command in commands.items() if chosen.only in (None, name)}


def keep_contract(chosen, workers, test, **more):
    """Ends the benchmark unless all of them do."""
    for name, command in workers.items():
        if not chosen.no_contract:
            say(f"contract of {name}")
            check_contract(test, name, command, chosen.http, **more)


def in_turns(chosen, workers, unit, measure, part=""):
    """The runs, one worker after the other and then anew, so that a slow minute of the machine is everybody's.

    measure(name, command) makes one."""
    runs = []
    for number in range(1, chosen.runs + 1):
        for name, command in workers.items():
            runs.append(measure(name, command))
            say(f"{part}run {number} of {chosen.runs}: {report.line(unit, runs[-1])}")
    return runs


class Cost:
    """What a process used from its start to its end, and how busy the machine was with others meanwhile."""

    def __init__(self, usage, watch):
        self.usage = usage
        self.cpu_seconds = usage.user_seconds + usage.system_seconds
        self.foreign_cores = watch.foreign_cores(self.cpu_seconds)

    def since_start(self, milliseconds):
        """Seconds from the start to a time that the server tells."""
        return milliseconds / 1000 - self.usage.started

    def run(self, worker, **figures):
        return Run(worker=worker, user_seconds=self.usage.user_seconds, system_seconds=self.usage.system_seconds,
                   peak_rss_mib=self.usage.peak_rss_mib, foreign_cores=self.foreign_cores, **figures)


def until_done(load, name, command):
    """Plans the load and lets a worker, which would go on for ever, work until it is done."""
    load.plan()
    watch = Watch(load.server)
    with WorkerProcess(command, load.environment(), OUTPUT / f"run-{name}.log") as process:
        process.wait_until(load.is_done, RUN_SECONDS)
        return Cost(process.stop(), watch)


def until_ended(command, environment, log):
    """Lets a process run to its own end; its usage and how long it took."""
    with WorkerProcess(command, environment, log) as process:
        code, usage = process.finish(RUN_SECONDS)
        wall = time.time() - usage.started
        if code:
            raise RuntimeError(f"{command!r} ended with {code}\n{process.log_tail()}")
    return usage, wall
