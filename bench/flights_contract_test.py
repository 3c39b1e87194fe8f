#!/usr/bin/env python3
"""The contract of the flights, tested from outside: bench/flights_contract_test.py --worker '<command>'.

The worker gets its configuration from environment variables (see harness/snapshots.py) and is judged only by what it leaves
in S3, in DynamoDB and on the queues. With --converter '<command>' it is a program that converts a folder of raw snapshots
into a folder of Parquet files, judged by these. Whatever is to be timed must pass this first."""

import argparse
import datetime
import gzip
import hashlib
import io
import json
import math
import os
import random
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import pyarrow.parquet as parquet

from harness import snapshots, worker
from harness.eventlogs import objects
from harness.process import WorkerProcess
from harness.server import ROOT, Server
from harness.snapshots import COLUMNS, PROCESSED, QUALITY, RAW, RAW_EVENTS

SECONDS = 60
NEAR = 1e-9
TIME = 1_795_219_200
FETCHED_AT = datetime.datetime(2026, 11, 21, 0, 0, 1, 234_000, datetime.timezone.utc)
STATE = ["4b1814", "SWR12A  ", "Switzerland", TIME - 2, TIME - 1, 8.5492, 47.4583, 3048.0, False, 150.5, 271.25, 0, None,
         3070.86, "0021", False, 0, 4]
WRONG = [
    None, "no list", STATE[:16], [None, *STATE[1:]], ["  ", *STATE[1:]],
    *([*STATE[:position], value, *STATE[position + 1:]] for position, value in (
        (0, 42), (1, 7), (2, True), (3, "1"), (3, 1.5), (4, 10**15), (5, "8.5"), (6, False), (8, 0), (9, [1]), (12, 5),
        (12, ["1"]), (13, {}), (14, 21), (15, "false"), (16, 2**31), (17, 0.5))),
]


def odd_states(count=400):
    """States that keep the rules: empty where they may be, zero, beyond every threshold, repeated, of 17 to 19 positions."""
    chance = random.Random(7)
    states = []
    for number in range(count):
        state = list(STATE)
        state[0] = "%06x" % (number if number % 10 else 0)
        state[4] = TIME - chance.choice((0, 1, 299, 300, 301, 86_400, 86_401, -1))
        for position, values in (
                (1, ("        ", "", "a1", "dlh9z", "TOOLONGSIGN", "Ünal12")), (2, ("", "United States", "Türkiye")),
                (3, (TIME, TIME - 86_401)), (5, (0, 0.05, -180.5, 47.4583, 8.1234567, 100.25)), (6, (0, 0.05, 91, 8.1234567)),
                (7, (0, -400.0, 19_000, 304.79, 10_000.5)), (8, (True,)), (9, (0, 25, 640.5, 55.1, -1)), (10, (0,)),
                (11, (3.25, -3.25, 0.5)), (12, ([], [1, 2, 2**31 - 1])), (13, (0, 12_000)), (14, ("7700",)), (15, (True,)),
                (16, (3,)), (17, (0,))):
            draw = chance.random()
            if draw < 0.15 and position != 4:
                state[position] = None
            elif draw < 0.6:
                state[position] = chance.choice(values)
        states.append((state + ["later"])[: chance.choice((17, 18, 18, 19))])
    return states + states[:20]


class FlightsContract(unittest.TestCase):
    maxDiff = 3_000

    def assertRows(self, content, snapshot, fetched_at):
        """The rows are those of the specification, value by value, and so are names and order of the columns."""
        found = snapshots.table(content)
        self.assertEqual(found.column_names, list(COLUMNS))
        wanted = snapshots.expected_rows(snapshot, fetched_at)
        self.assertEqual(found.num_rows, len(wanted))
        for row, expected in zip(found.to_pylist(), wanted):
            self.assertEqual(row, expected)


class WorkerContract(FlightsContract):
    command = None
    secure = True

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(cls.secure))
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.s3 = worker.client("s3", cls.server)
        cls.sqs = worker.client("sqs", cls.server)
        cls.tables = worker.client("dynamodb", cls.server)

    def setUp(self):
        self.server.reset()

    def test_rows_and_scores_are_those_of_the_specification(self):
        self.server.fill_flights(3, 2_000)
        raw = objects(self.server, RAW, "")
        self.work()
        self.assertEqual(len(raw), 3)
        for key, body in raw.items():
            stem = key.removesuffix(".json.gz")
            snapshot = json.loads(gzip.decompress(body))
            fetched = self.s3.head_object(Bucket=RAW, Key=key)["Metadata"]["fetched-at"]
            self.assertSnapshot(stem, snapshot, datetime.datetime.fromisoformat(fetched))

    def test_what_is_odd_but_right_becomes_rows_and_what_is_wrong_does_not(self):
        right = odd_states()
        states = list(right)
        for place, wrong in zip(range(3, 400, 9), WRONG):
            states.insert(place, wrong)
        stem = self.put(TIME, states)
        self.work()
        self.assertSnapshot(stem, {"time": TIME, "states": right}, FETCHED_AT)
        notes = self.notes(stem)
        self.assertEqual(notes["rejected-states"], str(len(WRONG)))
        self.assertEqual(notes["duplicate-states"], str(len(right) - int(notes["valid-states"])))
        lines = gzip.decompress(self.get(f"rejected/{stem}.jsonl.gz")).splitlines()
        self.assertEqual([json.loads(line)["state"] for line in lines],
                         [state for state in states if state in WRONG])

    def test_a_file_has_the_types_and_the_compression_of_the_specification_and_its_own_hash(self):
        for stem in (self.put(TIME, odd_states()), self.put(TIME + 300, [])):
            self.work()
            body = self.get(stem + ".parquet")
            self.assertEqual({field.name: str(field.type).replace(" not null", "") for field in snapshots.table(body).schema}, COLUMNS)
            metadata = parquet.ParquetFile(io.BytesIO(body)).metadata
            if metadata.num_rows:
                self.assertEqual({metadata.row_group(0).column(i).compression for i in range(len(COLUMNS))}, {"SNAPPY"})
                self.assertTrue(metadata.row_group(0).column(0).has_dictionary_page)
            told = self.s3.head_object(Bucket=PROCESSED, Key=stem + ".parquet")["Metadata"]
            self.assertEqual(told["content-sha256"], hashlib.sha256(body).hexdigest())

    def test_an_empty_snapshot_is_an_empty_file_without_a_score(self):
        for number, states in enumerate(([], None)):
            stem = self.put(TIME + 300 * number, states)
            self.work()
            self.assertRows(self.get(stem + ".parquet"), {"time": TIME, "states": []}, FETCHED_AT)
            report = json.loads(self.get(f"{QUALITY}{stem}.json"))
            self.assertEqual(report["total_records"], 0)
            self.assertNotIn("overall_score", report)

    def test_the_same_message_twice_changes_nothing(self):
        stem = self.put(TIME, odd_states())
        self.work()
        before = objects(self.server, PROCESSED, "")
        self.announce(stem + ".json.gz")
        self.work()
        self.assertEqual(objects(self.server, PROCESSED, ""), before)

    def test_each_step_of_a_snapshot_is_tracked(self):
        self.put(TIME, odd_states())
        self.work()
        items = self.tables.query(
            TableName="flight-data-execution-tracking", KeyConditionExpression="execution_id = :id",
            ExpressionAttributeValues={":id": {"S": "flights-snapshot-20261121T000000Z"}})["Items"]
        self.assertEqual({item["pipeline_step"]["S"]: item["status"]["S"] for item in items},
                         {"flights-convert": "SUCCEEDED", "flights-validate": "SUCCEEDED"})

    def test_what_is_no_snapshot_is_parked_and_the_rest_passes(self):
        good = self.put(TIME, odd_states(20))
        for number, body in enumerate((b"no gzip, no JSON", gzip.compress(b'{"time":1'), gzip.compress(b"[]"))):
            key = snapshots.key(TIME + 300 * (number + 1)) + ".json.gz"
            self.s3.put_object(Bucket=RAW, Key=key, Body=body)
            self.announce(key)
        self.work(parked=3)
        self.assertEqual(list(objects(self.server, PROCESSED, "year=")), [good + ".parquet"])

    def assertSnapshot(self, stem, snapshot, fetched_at):
        content = self.get(stem + ".parquet")
        self.assertRows(content, snapshot, fetched_at)
        wanted = snapshots.expected_scores(snapshots.expected_rows(snapshot), snapshot["time"])
        report = json.loads(self.get(f"{QUALITY}{stem}.json"))
        found = snapshots.scores(report)
        self.assertEqual(list(found), list(wanted))
        for check, score in wanted.items():
            self.assertLess(abs(found[check] - score), NEAR, check)
        overall = math.floor(sum(wanted.values()) / 16 * 1000 + 0.5) / 1000
        self.assertEqual((report["overall_score"], report["total_records"], report["total_checks"]),
                         (overall, snapshots.table(content).num_rows, 16))

    def put(self, time, states):
        """A raw snapshot with its message."""
        stem = snapshots.key(time)
        self.s3.put_object(Bucket=RAW, Key=stem + ".json.gz", Body=packed(time, states),
                           Metadata={"fetched-at": "2026-11-21T00:00:01.234Z"})
        self.announce(stem + ".json.gz")
        return stem

    def announce(self, key):
        record = {"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1",
                  "eventTime": "2026-11-21T00:00:00.000Z", "eventName": "ObjectCreated:Put",
                  "s3": {"s3SchemaVersion": "1.0", "bucket": {"name": RAW}, "object": {
                      "key": key.replace("=", "%3D"), "size": 1, "eTag": "0" * 32, "sequencer": "01"}}}
        worker.send(self.sqs, RAW_EVENTS, [json.dumps({"Records": [record]})])

    def get(self, key):
        return self.s3.get_object(Bucket=PROCESSED, Key=key)["Body"].read()

    def notes(self, stem):
        metadata = parquet.ParquetFile(io.BytesIO(self.get(stem + ".parquet"))).metadata.metadata
        return {name.decode(): value.decode() for name, value in metadata.items()}

    def work(self, parked=0):
        with WorkerProcess(self.command, snapshots.environment(self.server), self.folder / "worker.log") as process:
            process.wait_until(lambda: not snapshots.waiting(self.server.stats()), SECONDS)
            process.stop()
            self.assertEqual(snapshots.parked(self.server.stats()), parked, process.log_tail())


class ConverterContract(FlightsContract):
    command = None

    def setUp(self):
        self.source = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.target = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_generated_snapshots_become_the_rows_of_the_specification(self):
        with Server() as server:
            server.fill_flights(2, 2_000)
            raw = objects(server, RAW, "")
        for number, body in enumerate(raw.values()):
            self.put(f"{number}", body)
        self.convert()
        for number, body in enumerate(raw.values()):
            self.assertFile(f"{number}", json.loads(gzip.decompress(body)))

    def test_what_is_odd_but_right_becomes_rows_and_an_empty_snapshot_none(self):
        self.put("odd", packed(TIME, odd_states()))
        self.put("empty", packed(TIME, []))
        self.put("null", packed(TIME, None))
        self.convert()
        self.assertFile("odd", {"time": TIME, "states": odd_states()})
        self.assertFile("empty", {"time": TIME, "states": []})
        self.assertFile("null", {"time": TIME, "states": []})

    def assertFile(self, name, snapshot):
        self.assertRows((self.target / f"{name}.parquet").read_bytes(), snapshot, FETCHED_AT)

    def put(self, name, body):
        path = self.source / f"{name}.json.gz"
        path.write_bytes(body)
        os.utime(path, ns=2 * (round(FETCHED_AT.timestamp() * 1000) * 1_000_000,))

    def convert(self):
        subprocess.run([*shlex.split(self.command), str(self.source), str(self.target)], check=True, cwd=ROOT)


def packed(time, states):
    return gzip.compress(json.dumps({"time": time, "states": states}).encode(), mtime=0)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    tested = arguments.add_mutually_exclusive_group(required=True)
    tested.add_argument("--worker", help="command line that starts the worker")
    tested.add_argument("--converter", help="command line of a converter, without its two folders")
    arguments.add_argument("--http", action="store_true", help="plain HTTP instead of HTTPS")
    options, rest = arguments.parse_known_args()
    suite = WorkerContract if options.worker else ConverterContract
    suite.command = options.worker or options.converter
    suite.secure = not options.http
    unittest.main(argv=[sys.argv[0], *(rest or [suite.__name__])])


if __name__ == "__main__":
    main()
