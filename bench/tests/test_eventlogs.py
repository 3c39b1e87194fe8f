"""How checkpoints are made and compared, without any worker."""

import importlib.util
import os
import tempfile
import unittest
from pathlib import Path

from harness import eventlogs, worker
from harness.eventlogs import OUT, apart
from harness.server import Server

THERE = all(importlib.util.find_spec(name) for name in ("polars", "pyarrow", "duckdb"))


class ApartTest(unittest.TestCase):
    def test_a_function_called_apart_answers_from_another_process(self):
        self.assertNotEqual(apart(os.getpid), os.getpid())
        self.assertEqual(apart(max, 1, 2), 2)

    def test_a_function_that_fails_apart_fails_here_with_its_reason(self):
        self.assertRaisesRegex(RuntimeError, "ValueError: .*'x'", apart, int, "x")


class ResultTest(unittest.TestCase):
    def setUp(self):
        self.log = Path(self.enterContext(tempfile.TemporaryDirectory())) / "log"

    def test_the_result_is_found_among_other_lines_on_one_line_or_many(self):
        for printed in ('{"statusCode": 200, "body": {}}', '{\n  "statusCode": 200,\n  "body": {}\n}'):
            self.log.write_text(f'{{"level": "INFO"}}\nlog\n{printed}\nbye {{\n')
            self.assertEqual(eventlogs.result(self.log), {"statusCode": 200, "body": {}})

    def test_a_log_without_a_result_is_told(self):
        self.log.write_text('{"level": "INFO"}\n{broken\n')
        self.assertRaisesRegex(RuntimeError, "no result", eventlogs.result, self.log)


@unittest.skipUnless(THERE, "polars, pyarrow and duckdb are needed")
class CheckpointsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.server.fill_events(2_000)
        apart(eventlogs.build, cls.server, cls.folder)

    def setUp(self):
        self.server.reset()
        eventlogs.put(self.server, self.folder)

    def test_what_is_built_has_every_event_and_counts_the_same_by_footers(self):
        rows, digest = apart(eventlogs.digest, self.server)
        self.assertEqual(rows, 2_000)
        self.assertEqual(apart(eventlogs.counted, self.server)[0], 2_000)
        self.assertEqual(apart(eventlogs.digest, self.server)[1], digest)

    def test_the_digest_sees_another_value_and_a_row_that_is_missing(self):
        before = apart(eventlogs.digest, self.server)
        for without_first in (False, True):
            with self.subTest(without_first=without_first):
                eventlogs.put(self.server, self.folder)
                apart(rewrite, self.server, without_first, False)
                self.assertNotEqual(apart(eventlogs.digest, self.server), before)

    def test_rows_out_of_order_are_told(self):
        apart(rewrite, self.server, False, True)
        self.assertRaisesRegex(RuntimeError, "not in the order", apart, eventlogs.digest, self.server)


def rewrite(server, without_first, reversed_):
    """Changes a value of the first row, takes it away, or turns the order round."""
    import io

    import polars as pl

    key = eventlogs.checkpoint_key("adrc", "form")
    s3 = worker.client("s3", server)
    rows = pl.read_parquet(io.BytesIO(s3.get_object(Bucket=OUT, Key=key)["Body"].read()))
    if reversed_:
        rows = rows.reverse()
    elif without_first:
        rows = rows.slice(1)
    else:
        rows = rows.with_row_index().with_columns(
            pl.when(pl.col("index") == 0).then(pl.lit("other")).otherwise(pl.col("packet")).alias("packet")).drop("index")
    into = io.BytesIO()
    rows.write_parquet(into)
    s3.put_object(Bucket=OUT, Key=key, Body=into.getvalue())
