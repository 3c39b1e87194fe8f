"""What a worker process is said to have used."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

from harness.process import WorkerProcess

BURN = "import time\nwhile time.process_time() < 0.3: pass\nopen('{}', 'w').close()\ntime.sleep(60)"


class WorkerProcessTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.done = self.folder / "done"
        self.script = self.folder / "burn.py"
        self.script.write_text(BURN.format(self.done))

    def worker(self, command):
        return WorkerProcess(command, dict(os.environ), self.folder / "log")

    def test_the_usage_is_that_of_the_process_alone(self):
        with self.worker(f"{sys.executable} {self.script}") as process:
            process.wait_until(self.done.exists, 10)
            usage = process.stop()
        self.assertAlmostEqual(usage.user_seconds + usage.system_seconds, 0.35, delta=0.15)
        self.assertGreater(usage.peak_rss_mib, 1)

    def test_the_usage_has_what_a_start_script_started(self):
        with self.worker(f"sh -c '{sys.executable} {self.script}; true'") as process:
            process.wait_until(self.done.exists, 10)
            usage = process.stop()
        self.assertGreaterEqual(usage.user_seconds + usage.system_seconds, 0.29)

    def test_a_worker_that_ends_too_early_is_reported_with_what_it_said(self):
        with self.assertRaisesRegex(RuntimeError, "ended before its work was done\nno such queue"):
            with self.worker("sh -c 'echo no such queue; exit 1'") as process:
                process.wait_until(self.done.exists, 10)

    def test_a_worker_that_is_never_done_is_ended(self):
        with self.assertRaises(TimeoutError):
            with self.worker("sleep 60") as process:
                process.wait_until(self.done.exists, 0.2)
        with self.assertRaises(ProcessLookupError):
            os.kill(process.pid, 0)

    def test_a_worker_that_ends_by_itself_tells_how(self):
        with self.worker("sh -c 'exit 3'") as process:
            code, usage = process.finish(10)
        self.assertEqual(code, 3)
        self.assertGreater(usage.peak_rss_mib, 0)

    def test_a_worker_that_does_not_end_by_itself_is_ended(self):
        with self.assertRaises(TimeoutError):
            with self.worker("sleep 60") as process:
                process.finish(0.2)
        with self.assertRaises(ProcessLookupError):
            os.kill(process.pid, 0)
