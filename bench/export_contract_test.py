#!/usr/bin/env python3
"""The contract of the export, tested from outside: bench/export_contract_test.py --worker '<command>'.

The worker gets its configuration from environment variables (see harness/exporting.py) and is judged only by what it
leaves with the API, in S3, in DynamoDB and on the queues. Whatever is to be timed must pass this first."""

import argparse
import base64
import os
import signal
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

from harness import exporting, worker
from harness.process import WorkerProcess
from harness.server import Server

ROWS = 1_234
SECONDS = 60


class ExportContract(unittest.TestCase):
    command = None
    secure = True

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(cls.secure))
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.s3 = worker.client("s3", cls.server)
        cls.tables = worker.client("dynamodb", cls.server)

    def setUp(self):
        self.server.reset()

    def test_every_row_is_sent_once_by_value_in_numbered_batches_with_a_key_each(self):
        self.server.announce_export(ROWS)
        self.export()
        batches = exporting.batches(self.server)
        self.assertEqual([batch["batch_number"] for batch in batches], list(range(1, 14)))
        self.assertEqual({batch["total_batches"] for batch in batches}, {13})
        self.assertEqual([len(batch["records"]) for batch in batches], [100] * 12 + [34])
        self.assertEqual([row for batch in batches for row in batch["records"]], exporting.result(self.server))
        exporting.exported(self.server, ROWS)

    def test_an_event_that_comes_again_sends_nothing(self):
        for _ in range(2):
            self.server.announce_export(ROWS)
            self.export()
        exporting.exported(self.server, ROWS)
        self.assertEqual(self.server.stats()["export"]["queries"], 1)

    def test_the_ledger_says_how_far_it_got_and_that_it_is_finished(self):
        self.server.announce_export(ROWS)
        self.export()
        (row,) = self.exports()
        self.assertEqual(row["acknowledged"]["S"].split(":")[0], "13")
        self.assertIn("finished_at", row)

    def test_what_may_pass_is_tried_again(self):
        for status in (429, 503):
            with self.subTest(status=status):
                self.server.reset()
                self.server.announce_export(ROWS)
                self.server.api(times=2, status=status)
                self.export()
                exporting.exported(self.server, ROWS)

    def test_a_token_that_is_refused_is_renewed(self):
        self.server.announce_export(ROWS)
        self.server.api(times=1, status=401)
        self.export()
        exporting.exported(self.server, ROWS)

    def test_a_batch_that_is_refused_for_good_is_parked_whole_and_the_others_pass(self):
        self.server.announce_export(ROWS)
        self.server.api(reject="7")
        self.export(until=lambda: self.parked_batches() and self.server.stats()["export"]["batches"] == 12)
        self.assertEqual(exporting.batches(self.server)[6]["batch_number"], 8)
        (key,) = self.parked_batches()
        self.assertRegex(key, r"^failed/export/[0-9a-f]{32}/batch-7.json$")
        parked = self.s3.get_object(Bucket=exporting.RESULTS, Key=key)["Body"].read().decode()
        self.assertIn("400", parked)
        self.assertIn(str(exporting.result(self.server)[600]["customer_id"]), parked)

    def test_a_worker_that_is_killed_is_followed_by_one_that_goes_on(self):
        rows = 200_000
        self.server.announce_export(rows)
        sent = lambda: self.server.stats()["export"]["batches"]
        with self.worker() as process:
            process.wait_until(lambda: sent() > 200, SECONDS)
            os.killpg(process.pid, signal.SIGKILL)
        before = sent()
        self.assertLess(before, 2_000, "it was killed too late")
        (row,) = self.exports()
        noted = acknowledged(row["acknowledged"]["S"])
        self.tables.update_item(TableName="lake-runs", Key={name: row[name] for name in ("run", "at")},
                                UpdateExpression="SET lease_until = :over",
                                ExpressionAttributeValues={":over": {"S": "1970-01-01T00:00:00Z"}})
        self.server.announce_export(rows)
        with self.worker() as process:
            process.wait_until(lambda: sent() == 2_000 and "finished_at" in self.exports()[0], SECONDS)
            process.stop()
        stats = self.server.stats()["export"]
        self.assertEqual(stats["queries"], 1)
        self.assertLessEqual(stats["repeats"], before - noted, "batches that were noted have been sent again")

    def worker(self):
        environment = exporting.environment(self.server, EXPORT_RETRY_DELAY="100ms", EXPORT_RETRY_CAP="1s")
        return WorkerProcess(self.command, environment, self.folder / "worker.log")

    def export(self, until=None):
        """Lets a fresh worker run until the queue is empty, or something else is so."""
        with self.worker() as process:
            process.wait_until(until or (lambda: not exporting.waiting(self.server.stats())), SECONDS)
            process.stop()
        if not until:
            self.assertEqual(exporting.parked(self.server.stats()), 0, "messages on the dead-letter queue")

    def exports(self):
        """The rows of exports in the ledger."""
        keys = ({"run": {"S": f"export:{id_}"}, "at": {"S": "export"}} for id_ in self.server.stats()["export"]["ids"])
        return [self.tables.get_item(TableName="lake-runs", Key=key)["Item"] for key in keys]

    def parked_batches(self):
        found = self.s3.list_objects_v2(Bucket=exporting.RESULTS, Prefix="failed/export/")
        return [item["Key"] for item in found.get("Contents", ())]


def acknowledged(text):
    """How many batches the ledger knows: a watermark and a packed bitmap behind it."""
    through, packed = text.split(":")
    return int(through) + int.from_bytes(zlib.decompress(base64.b64decode(packed)), "little").bit_count()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--worker", required=True, help="command line that starts the worker")
    arguments.add_argument("--http", action="store_true", help="plain HTTP instead of HTTPS")
    options, rest = arguments.parse_known_args()
    ExportContract.command = options.worker
    ExportContract.secure = not options.http
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
