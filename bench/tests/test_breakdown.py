"""How the CPU time of a run is divided."""

import tempfile
import unittest
from pathlib import Path

from harness import breakdown
from harness.process import WorkerProcess
from harness.server import Server, java

PRINTED = """
jdk.ExecutionSample {
  startTime = 11:51:30.000
  sampledThread = "ingest-1" (javaThreadId = 31)
  state = "STATE_RUNNABLE"
  stackTrace = [
    java.util.HashMap.getNode(Object) line: 570
    org.apache.camel.support.DefaultExchange.getProperty(String) line: 100
    routes.ingest.FetchProcessor.process(Exchange) line: 40
    ...
  ]
}

jdk.ExecutionSample {
  stackTrace = [
    sun.security.provider.SHA2.implCompress0(byte[], int) line: 160
    software.amazon.awssdk.http.auth.aws.internal.signer.V4CanonicalRequest.hash(byte[]) line: 9
    software.amazon.awssdk.core.internal.http.pipeline.stages.SigningStage.execute(Object) line: 30
  ]
}

jdk.ExecutionSample {
  stackTrace = [
    java.lang.Thread.run() line: 840
  ]
}
"""


class BreakdownTest(unittest.TestCase):
    def test_a_sample_belongs_to_the_innermost_known_package(self):
        counted = breakdown.samples(breakdown.stacks(PRINTED.splitlines()))
        self.assertEqual(counted, {"Camel": 1, "SHA-256": 1, breakdown.OTHER: 1})

    def test_the_groups_add_up_to_the_cpu_of_the_process(self):
        threads = {"JIT compiler threads": (2.0, 0.5), breakdown.JAVA: (4.0, 1.0)}
        account = breakdown.account(8.0, threads, {"Camel": 3, "JSON": 1}, compressing=1.0, units=1000)
        self.assertAlmostEqual(sum(account["groups"].values()), account["ms_per_unit"])
        self.assertAlmostEqual(account["groups"]["Camel"], 2.25)
        self.assertAlmostEqual(account["groups"][breakdown.GZIP], 1.0)
        self.assertAlmostEqual(account["groups"]["threads that have ended"], 0.5)

    def test_a_jvm_below_a_start_script_is_found_recorded_and_accounted_for(self):
        with Server() as server, tempfile.TemporaryDirectory() as folder:
            server.reset()
            recording = Path(folder, "null.jfr")
            recorder = f"-XX:StartFlightRecording=filename={recording},settings=profile,dumponexit=true"
            client = java(recorder, "bench.null_client.NullClient", server.endpoint, "pages", "2", "60")
            script = Path(folder, "start")
            script.write_text(f"#!/bin/sh\n{' '.join(client)}\n")
            with WorkerProcess(f"sh {script}", None, Path(folder, "log")) as process:
                process.wait_until(lambda: server.stats()["objects"] > 10_000, 60)
                total, threads = breakdown.cpu_seconds(breakdown.java_process(process.pid))
                process.stop()
            counted = breakdown.samples(breakdown.recorded_frames(recording))
        self.assertGreater(total, 0.1)
        self.assertGreaterEqual(total + 0.1, sum(map(sum, threads.values())))
        self.assertGreater(sum(threads["JIT compiler threads"]), 0)
        self.assertGreater(sum(counted.values()), 0)
