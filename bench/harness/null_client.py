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
    before = server.stats()
    command = java("bench.null_client.NullClient", str(server.port), str(CONNECTIONS), str(SECONDS))
    figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    after = server.stats()
    figures["server_cpu_ms_per_page"] = (after["server_cpu_ms"] - before["server_cpu_ms"]) / after["objects"]
    server.reset(records, pages)
    return figures


def headroom(capacity, runs):
    """How many times the fastest run the server has been shown to sustain."""
    return capacity["pages_per_second"] / max(run.steady_pages_per_second for run in runs)
