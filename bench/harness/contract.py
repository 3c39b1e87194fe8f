"""Whoever is timed keeps the contract first."""

import subprocess
import sys

from harness.server import OUTPUT


def check_contract(test, name, command, plain, kind="worker"):
    log = OUTPUT / f"contract-{name}.log"
    arguments = [sys.executable, f"bench/{test}", f"--{kind}", command, *(["--http"] if plain else [])]
    with open(log, "wb") as output:
        passed = subprocess.run(arguments, stdout=output, stderr=subprocess.STDOUT)
    if passed.returncode:
        raise SystemExit(f"{name} does not keep the contract, so it is not timed: see {log}")
