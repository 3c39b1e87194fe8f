#!/usr/bin/env python3
"""The contract of the ingest fetch worker, tested from outside: bench/contract_test.py --worker '<command>'.

The worker gets its configuration from environment variables (see harness/worker.py) and is judged only by what it
leaves in S3 and on the queues. Whatever is to be timed must pass this first."""

import argparse
import gzip
import hashlib
import re
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path

from harness import worker
from harness.process import WorkerProcess
from harness.server import Server

RECORDS = 20
PAGES = 3
DAYS = worker.days(3)
SECONDS = 60
PARKED_ATTRIBUTES = {"error_kind", "error", "failed_route", "attempts"}


class FetchContract(unittest.TestCase):
    command = None
    secure = True

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(cls.secure))
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.s3 = worker.client("s3", cls.server)
        cls.sqs = worker.client("sqs", cls.server)

    def setUp(self):
        self.server.reset(RECORDS, PAGES)

    def test_every_page_is_stored_byte_for_byte_as_a_reproducible_gzip_file(self):
        self.fetch_all()
        self.assertEqual(self.keys(), self.expected_keys())
        for source, day, page in self.planned():
            with self.subTest(source=source, day=day, page=page):
                stored = self.s3.get_object(Bucket=worker.BUCKET, Key=worker.key(source, day, page))
                body = stored["Body"].read()
                answer = self.source(source, day, page)
                self.assertEqual(gzip.decompress(body), answer)
                self.assertEqual(body[:3], b"\x1f\x8b\x08")
                self.assertEqual(body[4:8], bytes(4), "the header carries a time stamp")
                self.assertEqual(stored["ContentType"], "application/gzip")
                self.assertNotIn("ContentEncoding", stored)
                metadata = stored["Metadata"]
                self.assertEqual(metadata["content-sha256"], hashlib.sha256(answer).hexdigest())
                self.assertRegex(metadata["fetched-at"], r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")
                self.assertTrue(metadata["run-id"])

    def test_fetching_again_changes_nothing(self):
        self.fetch_all()
        before = self.versions()
        self.fetch_all()
        self.assertEqual(self.versions(), before)

    def test_a_page_with_other_content_replaces_what_was_stored(self):
        self.fetch_all()
        self.server.publish(2)
        self.fetch_all()
        self.assertEqual(self.keys(), self.expected_keys())
        for source, day, page in self.planned():
            stored = self.s3.get_object(Bucket=worker.BUCKET, Key=worker.key(source, day, page))
            self.assertEqual(gzip.decompress(stored["Body"].read()), self.source(source, day, page))

    def test_poison_is_parked_with_its_reason_while_the_others_pass(self):
        poison = [
            "not JSON",
            '{"endpoint":"../x","ingestion_date":"2025-01-01","page":1}',
            '{"endpoint":"api-a","ingestion_date":"2025-13-01","page":1}',
            '{"endpoint":"api-a","ingestion_date":"2025-01-01/../x","page":1}',
            '{"endpoint":"api-a","ingestion_date":"2025-01-01","page":0}',
            '{"endpoint":"api-a","ingestion_date":"2025-01-01","page":"1"}',
        ]
        worker.send(self.sqs, "ingest-api-a", poison)
        self.fetch_all(parked=len(poison))
        self.assertEqual(self.keys(), self.expected_keys())
        self.assertEqual(sorted(message["Body"] for message in self.parked("api-a")), sorted(poison))

    def test_a_source_that_says_too_many_requests_or_unavailable_is_asked_again(self):
        for status in (429, 503):
            with self.subTest(status=status):
                self.server.reset(RECORDS, PAGES)
                self.server.fail_next(times=3, status=status, retry_after=1)
                self.fetch_all()
                self.assertEqual(self.keys(), self.expected_keys())
                refused = self.server.stats()["refusals"]
                self.assertEqual(refused[f"source.GET {status}"], 3)

    def test_a_source_that_refuses_is_not_asked_again(self):
        self.server.reset(RECORDS, 1)
        self.server.fail_next(times=1, status=403)
        self.fetch_all(pages=len(worker.SOURCES) * len(DAYS) - 1, parked=1)
        requests = self.server.stats()["requests"]
        self.assertEqual(requests["source.GET"], len(worker.SOURCES) * len(DAYS))

    def fetch_all(self, pages=None, parked=0):
        """Plans every day and lets a fresh worker run until the queues are empty."""
        wanted = len(self.expected_keys()) if pages is None else pages
        worker.plan(self.server, DAYS)
        environment = worker.environment(self.server, RECORDS)

        def done():
            stats = self.server.stats()
            return stats["objects"] >= wanted and not worker.waiting(stats) and worker.parked(stats) >= parked

        with WorkerProcess(self.command, environment, self.folder / "worker.log") as process:
            process.wait_until(done, SECONDS)
            process.stop()
        self.assertEqual(worker.parked(self.server.stats()), parked, "messages on the dead-letter queues")

    def parked(self, source):
        url = self.sqs.get_queue_url(QueueName=f"ingest-{source}-dlq")["QueueUrl"]
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        for message in answer["Messages"]:
            attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
            self.assertLessEqual(PARKED_ATTRIBUTES, attributes.keys())
            self.assertTrue(all(attributes[name] for name in PARKED_ATTRIBUTES), attributes)
            self.assertTrue(re.fullmatch(r"\d+", attributes["attempts"]), attributes)
        return answer["Messages"]

    def planned(self):
        return [(s, day, page) for s in worker.SOURCES for day in DAYS for page in range(1, PAGES + 1)]

    def expected_keys(self):
        return sorted(worker.key(*page) for page in self.planned())

    def keys(self):
        return [item["Key"] for item in self.listing()]

    def versions(self):
        """Everything that a second write would change."""
        heads = {item["Key"]: self.s3.head_object(Bucket=worker.BUCKET, Key=item["Key"]) for item in self.listing()}
        written = {name: (head["ETag"], head["Metadata"]) for name, head in heads.items()}
        return written, {item["Key"]: item["LastModified"] for item in self.listing()}

    def listing(self):
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=worker.BUCKET)
        return [item for page in pages for item in page.get("Contents", ())]

    def source(self, source, day, page):
        with urllib.request.urlopen(f"{self.server.endpoint}/source/{source}?date={day}&page={page}") as answer:
            return answer.read()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--worker", required=True, help="command line that starts the worker")
    arguments.add_argument("--http", action="store_true", help="plain HTTP instead of HTTPS")
    options, rest = arguments.parse_known_args()
    FetchContract.command = options.worker
    FetchContract.secure = not options.http
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
