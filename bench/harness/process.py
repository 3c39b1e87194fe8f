"""Runs one worker to the end of its work, and says what that cost."""

import ctypes
import os
import shlex
import signal
import subprocess
import time
from dataclasses import dataclass

POLL_SECONDS = 0.05
STOP_SECONDS = 30
RUN_SECONDS = 1800
PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Usage:
    """What all processes of the group together used up from start to end; the peak is that of the largest."""

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
        adopt_orphans()
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
        self.used = []
        self.ended = False
        return self

    def __exit__(self, *_):
        if not self.ended:
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

    def finish(self, seconds):
        """Waits for the process to end by itself; returns its exit code and its usage."""
        deadline = time.monotonic() + seconds
        while not self._reap(os.WNOHANG):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.command!r} was not done after {seconds} s\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)
        return self.process.returncode, self._usage()

    def stop(self):
        """Asks the process to end, as an orchestrator would, and returns its usage."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while not self._reap(os.WNOHANG):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.command!r} still runs {STOP_SECONDS} s after SIGTERM\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)
        return self._usage()

    def _usage(self):
        return Usage(
            self.started,
            sum(used.ru_utime for used in self.used),
            sum(used.ru_stime for used in self.used),
            max(used.ru_maxrss for used in self.used) / 1024,
        )

    def log_tail(self):
        with open(self.log, errors="replace") as lines:
            return "".join(lines.readlines()[-20:])

    def _signal(self, number):
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass  # It has ended by itself; what it used is still to be had.

    def _reap(self, options):
        """Collects what the group's processes used as they end; whether all of them have."""
        try:
            while True:
                pid, status, used = os.wait4(-self.pid, options)
                if not pid:
                    return False
                self.used.append(used)
                if pid == self.pid:
                    self.process.returncode = os.waitstatus_to_exitcode(status)
        except ChildProcessError:
            self.ended = True
            return True


def adopt_orphans():
    """Makes a worker whose start script ends before it our child, or what it used would be lost."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")
