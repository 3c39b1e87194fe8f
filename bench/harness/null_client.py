"""What the server can sustain, found out with a client that does next to nothing itself."""

import json
import subprocess

from harness.server import java

CONNECTIONS = 8
SECONDS = 5
NEEDED = 3


def measure(server, records, pages):
    """Pages and requests per second, and the CPU that each page costs the server."""
    server.reset(records, pages)
    figures = exhaust(server, "pages")
    server.reset(records, pages)
    return figures


def measure_bundles(server, size):
    """The same for objects that are bundled and delivered."""
    server.reset()
    server.land(99, size)
    figures = exhaust(server, "bundles")
    server.reset()
    return figures


def measure_batches(server):
    """The same for rows that are read and posted in batches of a hundred."""
    server.reset()
    server.announce_export(1_000_000)
    figures = exhaust(server, "batches")
    server.reset()
    return figures


def measure_events(server):
    """The same for event files that are read."""
    server.reset()
    server.fill_events(10_000)
    figures = exhaust(server, "events")
    server.reset()
    return figures


def measure_snapshots(server, states):
    """The same for snapshots of so many states that are read, become files, and are read again; its units are states."""
    server.reset()
    server.fill_flights(1, states)
    figures = exhaust(server, "snapshots")
    server.reset()
    figures["units_per_second"] *= states
    figures["server_cpu_ms_per_unit"] /= states
    return figures


def exhaust(server, mix):
    before = server.stats()
    command = java(
        *server.certificate.java_options.split(), "bench.null_client.NullClient", server.worker_endpoint, mix,
        str(CONNECTIONS), str(SECONDS),
    )
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    after = server.stats()
    requests = after["requests"]
    units = {"pages": lambda: after["objects"], "bundles": lambda: requests["s3.GetObject"],
             "events": lambda: requests["s3.GetObject"], "batches": lambda: 100 * requests["api.POST"],
             "snapshots": lambda: requests["s3.PutObject"]}[mix]()
    figures["server_cpu_ms_per_unit"] = (after["server_cpu_ms"] - before["server_cpu_ms"]) / units
    return figures


def headroom(capacity, runs):
    """How many times the fastest run the server has been shown to sustain."""
    return capacity["units_per_second"] / max(run.steady_units_per_second for run in runs)
