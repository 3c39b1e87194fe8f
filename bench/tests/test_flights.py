"""What the server says of flights, and how their files are compared, without any worker."""

import gzip
import importlib.util
import io
import json
import unittest

from harness import snapshots, worker
from harness.eventlogs import objects
from harness.server import Server
from harness.snapshots import PROCESSED, PROCESSED_EVENTS, RAW, RAW_EVENTS

THERE = all(importlib.util.find_spec(name) for name in ("pyarrow", "duckdb"))


class FlightsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.s3 = worker.client("s3", cls.server)
        cls.tables = worker.client("dynamodb", cls.server)

    def setUp(self):
        self.server.reset()

    def test_each_snapshot_has_a_message_and_is_the_same_the_next_time(self):
        self.server.fill_flights(2, 50)
        first = objects(self.server, RAW, "")
        self.assertEqual(self.server.stats()["queues"][RAW_EVENTS], 2)
        for key, body in first.items():
            snapshot = json.loads(gzip.decompress(body))
            self.assertEqual(key, snapshots.key(snapshot["time"]) + ".json.gz")
            self.assertEqual(len(snapshot["states"]), 50)
        self.server.reset()
        self.server.fill_flights(2, 50)
        self.assertEqual(objects(self.server, RAW, ""), first)

    def test_only_a_processed_file_that_is_put_is_told_of(self):
        for bucket, key in ((PROCESSED, "year=2026/a.parquet"), (PROCESSED, "quarantine/year=2026/a.parquet"),
                            (PROCESSED, "year=2026/a.json"), (RAW, "year=2026/a.parquet")):
            self.s3.put_object(Bucket=bucket, Key=key, Body=b"1")
        self.assertEqual(self.server.stats()["queues"][PROCESSED_EVENTS], 1)

    def test_an_update_adds_to_a_number_that_is_there_or_not(self):
        for expected in ("1", "2"):
            key = {"execution_id": {"S": "a"}, "pipeline_step": {"S": "b"}}
            self.tables.update_item(
                TableName="flight-data-execution-tracking", Key=key, UpdateExpression="SET #s = :s ADD #n :n REMOVE gone",
                ExpressionAttributeNames={"#s": "status", "#n": "attempts"},
                ExpressionAttributeValues={":s": {"S": "RUNNING"}, ":n": {"N": "1"}})
            item = self.tables.get_item(TableName="flight-data-execution-tracking", Key=key)["Item"]
            self.assertEqual((item["attempts"]["N"], item["status"]["S"]), (expected, "RUNNING"))


@unittest.skipUnless(THERE, "pyarrow and duckdb are needed")
class HashTest(unittest.TestCase):
    def test_the_hash_of_rows_sees_another_value_and_neither_order_nor_unit_of_times(self):
        rows = snapshots.expected_rows({"time": 1_795_219_200, "states": [
            [f"{i:06x}", "ABC1", "France", None, 1_795_219_100, 1.5, 2.5, 100.0, False, 90.0, 1.0, 0.0, None, 90.0, "0021",
             False, 0, 1] for i in range(5)]})
        same = self.hashed(rows)
        self.assertEqual(self.hashed(rows[::-1]), same)
        self.assertEqual(self.hashed(rows, "us"), same)
        self.assertNotEqual(self.hashed([{**rows[0], "squawk": "21"}, *rows[1:]]), same)

    def hashed(self, rows, unit="ms"):
        import pyarrow as pa
        import pyarrow.parquet as parquet

        types = {"string": pa.string(), "double": pa.float64(), "bool": pa.bool_(), "int32": pa.int32(),
                 "list<element: int32>": pa.list_(pa.int32()), "timestamp[ms, tz=UTC]": pa.timestamp(unit, "UTC")}
        schema = pa.schema([(name, types[type_]) for name, type_ in snapshots.COLUMNS.items()])
        out = io.BytesIO()
        parquet.write_table(pa.Table.from_pylist(rows, schema), out)
        return snapshots.hashed_rows(snapshots.table(out.getvalue()))
