"""Runs one worker to the end of its work, and says what that cost."""

import os
import shlex
import signal
import subprocess
import time
from dataclasses import dataclass

POLL_SECONDS = 0.05
STOP_SECONDS = 30


@dataclass(frozen=True)
class Usage:
    """What the process, and those that it started and waited for, used up from start to end."""

    started: float
    user_seconds: float
    system_seconds: float
    peak_rss_mib: float


class WorkerProcess:
    """A process group of its own; leaving it ends whatever is still there."""

    def __init__(self, command, environment, log):
        self.command = command
        self.environment = environment
        self.log = log

    def __enter__(self):
        self.started = time.time()
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                shlex.split(self.command),
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.usage = None
        return self

    def __exit__(self, *_):
        if self.usage is None:
            self._signal(signal.SIGKILL)
            self._reap(0)

    @property
    def pid(self):
        return self.process.pid

    def wait_until(self, condition, seconds):
        """Waits for the condition; fails if the process ends, or the time is up, before it holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                raise RuntimeError(f"{self.command!r} ended before its work was done\n{self.log_tail()}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.command!r} was not done after {seconds} s\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)

    def stop(self):
        """Asks the process to end, as an orchestrator would, and returns its usage."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while not self._reap(os.WNOHANG):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.command!r} still runs {STOP_SECONDS} s after SIGTERM\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)
        return self.usage

    def log_tail(self):
        with open(self.log, errors="replace") as lines:
            return "".join(lines.readlines()[-20:])

    def _signal(self, number):
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass  # It has ended by itself; what it used is still to be had.

    def _reap(self, options):
        pid, status, used = os.wait4(self.pid, options)
        if pid:
            self.process.returncode = os.waitstatus_to_exitcode(status)
            self.usage = Usage(self.started, used.ru_utime, used.ru_stime, used.ru_maxrss / 1024)
        return pid
