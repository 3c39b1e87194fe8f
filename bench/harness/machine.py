"""The machine that the figures come from, and whether it had anything else to do."""

import os
import platform
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


def description():
    with open("/proc/cpuinfo") as lines:
        models = [text.split(":", 1)[1].strip() for text in lines if text.startswith("model name")]
    version = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    return {
        "CPU": f"{os.cpu_count()} x {models[0] if models else platform.machine()}",
        "kernel": platform.release(),
        "Java": version,
        "Python": platform.python_version(),
    }


class Watch:
    """Tells, for a span of time, how many cores others than those named kept busy."""

    def __init__(self, server):
        self.server = server
        self.started = time.monotonic()
        self.before = self._others()

    def foreign_cores(self, worker_cpu_seconds):
        used = self._others() - self.before - worker_cpu_seconds
        return max(0.0, used / (time.monotonic() - self.started))

    def _others(self):
        """CPU seconds since boot, without those of the server and of this process."""
        return busy_seconds() - self.server.stats()["server_cpu_ms"] / 1000 - time.process_time()


def busy_seconds():
    """Of all cores since boot: user, nice, system, interrupts; not idle, waiting for a disk, or stolen."""
    with open("/proc/stat") as lines:
        user, nice, system, _, _, interrupts, soft_interrupts = map(int, lines.readline().split()[1:8])
    return (user + nice + system + interrupts + soft_interrupts) / TICKS
