#!/usr/bin/env python3
"""The contract of the event logs, tested from outside: bench/eventlog_contract_test.py --worker '<command>'.

The worker, one sweep a process, gets its configuration from environment variables (see harness/eventlogs.py) and is
judged only by its exit code, the result it prints, and what it leaves in S3. Whatever is to be timed must pass this first."""

import argparse
import datetime
import io
import json
import sys
import tempfile
import unittest
from pathlib import Path

import pyarrow.parquet as parquet

from harness import eventlogs, worker
from harness.eventlogs import COLUMNS, EVENTS, OUT, PREFIX, QUARANTINE
from harness.process import WorkerProcess
from harness.server import Server

FILES = 3_000
SECONDS = 120
TYPES = {"pipeline_adcid": "INT32", "timestamp": "INT64 Timestamp microseconds True"}


class EventlogContract(unittest.TestCase):
    maxDiff = 2_000
    command = None
    secure = True

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(cls.secure))
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.s3 = worker.client("s3", cls.server)

    def setUp(self):
        self.server.reset()

    def test_the_checkpoints_hold_every_good_event_and_no_other(self):
        files = self.server.sample_events(1, FILES, bad=True)
        result = self.sweep()
        self.assertEqual(self.rows(), expected(files))
        body = result["body"]
        self.assertEqual(result["statusCode"], 200)
        self.assertEqual(body["filtered_events"], len(of(files, "SANDBOX")))
        self.assertEqual(body["quarantined_files"], len(of(files, "QUARANTINED")))
        self.assertEqual(body["groups_failed"], 0)
        self.assertEqual(
            {(group["study"], group["datatype"]): (group["events"], group["new_events"], group["checkpoint_key"])
             for group in body["successful_groups"]},
            {(group.split("/")[0], group.split("/")[1]): (count, count, eventlogs.checkpoint_key(*group.split("/")))
             for group, count in counts(of(files, "STORED")).items()})

    def test_a_checkpoint_has_the_columns_types_and_order_of_the_specification(self):
        self.server.sample_events(2, 400)
        self.sweep()
        for key, body in eventlogs.objects(self.server, OUT, eventlogs.CHECKPOINTS).items():
            if not key.endswith(".parquet"):
                continue
            with self.subTest(checkpoint=key):
                file = parquet.ParquetFile(io.BytesIO(body))
                table = file.read()
                self.assertEqual(table.column_names, list(COLUMNS))
                self.assertEqual([kind(file.schema.column(i)) for i in range(len(COLUMNS))],
                                 [TYPES.get(name, "BYTE_ARRAY String") for name in COLUMNS])
                order = list(zip(table["timestamp"].to_pylist(), (k.encode() for k in table["source_key"].to_pylist())))
                self.assertEqual(order, sorted(order))
                for column in range(len(COLUMNS)):
                    chunk = file.metadata.row_group(0).column(column)
                    self.assertEqual(chunk.compression, "SNAPPY")
                    self.assertTrue(chunk.is_stats_set, chunk.path_in_schema)

    def test_an_unchanged_file_is_never_read_again(self):
        files = self.server.sample_events(3, 300, bad=True)
        self.sweep()
        read = self.reads()
        self.assertGreaterEqual(read, len(of(files, "STORED")))
        self.assertLessEqual(read, 1.01 * len([file for file in files if file["fate"] != "IGNORED"]))
        before = eventlogs.objects(self.server, OUT, eventlogs.CHECKPOINTS)
        again = self.sweep()
        self.assertEqual(self.reads(), read)
        self.assertEqual(again["body"]["groups_processed"], 0)
        self.assertEqual(eventlogs.objects(self.server, OUT, eventlogs.CHECKPOINTS), before)

    def test_an_increment_is_merged_and_only_what_is_new_is_read(self):
        files = self.server.sample_events(4, 500)
        self.sweep()
        more = [file for file in self.server.sample_events(5, 200) if file["key"] not in {f["key"] for f in files}]
        read = self.reads()
        self.sweep()
        changed = {file["key"]: file for file in [*files, *self.server.sample_events(5, 200)]}
        self.assertEqual(self.rows(), expected(changed.values()))
        self.assertLessEqual(self.reads() - read, 200)
        self.assertGreaterEqual(self.reads() - read, len(more))

    def test_a_changed_file_replaces_its_own_rows(self):
        files = self.server.sample_events(6, 200)
        self.sweep()
        file = next(file for file in files if file["fate"] == "STORED" and file["fields"]["datatype"] == "form")
        file["fields"] = {**file["fields"], "center_label": "another center", "timestamp": "2031-01-01T00:00:00Z"}
        put = self.s3.put_object(Bucket=EVENTS, Key=file["key"], Body=json.dumps(file["fields"]).encode())
        file["etag"] = put["ETag"].strip('"')
        self.sweep()
        self.assertEqual(self.rows(), expected(files))

    def test_what_is_wrong_is_quarantined_with_a_report_that_holds_no_values(self):
        files = of(self.server.sample_events(7, 20, bad=True), "QUARANTINED")
        self.sweep()
        kept = {**eventlogs.objects(self.server, OUT, QUARANTINE), **eventlogs.objects(self.server, EVENTS, QUARANTINE)}
        reports = {}
        for body in kept.values():
            try:
                report = json.loads(body)
                reports.update({text: body.decode() for text in texts(report) if text.startswith(PREFIX)})
            except ValueError:
                pass
        sizes = sorted(len(body) for body in kept.values())
        for file in files:
            with self.subTest(key=file["key"], field=file["field"], rule=file["rule"]):
                report = reports[file["key"]]
                self.assertIn(file["etag"], report)
                self.assertIn(file["field"], report)
                self.assertNotIn(file["fields"]["gear_name"], report.replace(file["key"], ""))
        self.assertEqual(len(sizes), 2 * len(files))

    def test_only_a_checkpoint_that_is_not_there_is_taken_for_none(self):
        self.server.sample_events(8, 100)
        key = eventlogs.checkpoint_key("adrc", "form")
        self.s3.put_object(Bucket=OUT, Key=key, Body=b"no Parquet at all")
        result = self.sweep(code=1)
        self.assertEqual(self.s3.get_object(Bucket=OUT, Key=key)["Body"].read(), b"no Parquet at all")
        self.assertNotEqual(result["statusCode"], 200)

    def test_names_of_another_prefix_are_not_looked_at(self):
        files = self.server.sample_events(9, 10)
        for prefix in ("prod/", "local", ""):
            body = self.s3.get_object(Bucket=EVENTS, Key=files[0]["key"])["Body"].read()
            self.s3.put_object(Bucket=EVENTS, Key=prefix + files[0]["key"][len(PREFIX):], Body=body)
        self.sweep()
        self.assertEqual(self.rows(), expected(files))

    def sweep(self, code=0):
        log = self.folder / "worker.log"
        with WorkerProcess(self.command, eventlogs.environment(self.server), log) as process:
            ended, _ = process.finish(SECONDS)
            said = process.log_tail()
        self.assertEqual(ended, code, said)
        return eventlogs.result(log)

    def reads(self):
        return self.server.stats()["by_bucket"].get(f"s3.GetObject {EVENTS}", 0)

    def rows(self):
        """All rows of all checkpoints, each of them in the one where it belongs."""
        rows = []
        for key, table in eventlogs.tables(self.server).items():
            for row in table.to_pylist():
                self.assertEqual(key, eventlogs.checkpoint_key(row["study"], row["datatype"]))
                rows.append(row)
        return sorted(rows, key=lambda row: row["source_key"])


def kind(column):
    logical = json.loads(column.logical_type.to_json())
    unit = f" {logical['timeUnit']} {logical['isAdjustedToUTC']}" if logical["Type"] == "Timestamp" else ""
    if logical["Type"] in ("None", "Int"):
        return column.physical_type
    return f"{column.physical_type} {logical['Type']}{unit}"


def of(files, fate):
    return [file for file in files if file["fate"] == fate]


def expected(files):
    return sorted(({**file["fields"], "timestamp": instant(file["fields"]["timestamp"]), "source_key": file["key"],
                    "source_etag": file["etag"]} for file in of(files, "STORED")), key=lambda row: row["source_key"])


def counts(files):
    found = {}
    for file in files:
        group = file["fields"]["study"] + "/" + file["fields"]["datatype"]
        found[group] = found.get(group, 0) + 1
    return found


def instant(text):
    moment = datetime.datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)).astimezone(datetime.timezone.utc)


def texts(value):
    """All texts within a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for element in value.values() if isinstance(value, dict) else value:
            yield from texts(element)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--worker", required=True, help="command line that starts one sweep")
    arguments.add_argument("--http", action="store_true", help="plain HTTP instead of HTTPS")
    options, rest = arguments.parse_known_args()
    EventlogContract.command = options.worker
    EventlogContract.secure = not options.http
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
