#!/usr/bin/env python3
"""The contract of the aggregator, tested from outside: bench/bundle_contract_test.py --worker '<command>'.

The worker gets its configuration from environment variables (see harness/landing.py) and is judged only by what it
leaves in S3, in DynamoDB, on the queues and with NiFi. Whatever is to be timed must pass this first."""

import argparse
import gzip
import hashlib
import io
import json
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

from harness import landing, worker
from harness.landing import ARCHIVE, DELIVERIES, EVENTS, LANDING
from harness.process import WorkerProcess
from harness.server import Server

OBJECTS = 250
SIZE = 20_000
SECONDS = 60
PARKED_ATTRIBUTES = {"error_kind", "error", "failed_route", "attempts"}


class BundleContract(unittest.TestCase):
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

    def test_every_object_is_in_one_bundle_that_nifi_has_once(self):
        self.server.land(OBJECTS, SIZE)
        self.aggregate()
        self.assertEqual(landing.delivered(self.server), self.landed(OBJECTS))
        self.assertGreaterEqual(len(self.server.taken()), -(-OBJECTS // 99), "a transaction holds 99 objects")

    def test_a_bundle_is_a_reproducible_archive_with_its_hash_and_a_manifest(self):
        self.server.land(30, SIZE)
        self.aggregate()
        bundles, others = landing.archived(self.server)
        for id_, bundle in bundles.items():
            with self.subTest(bundle=id_):
                self.assertRegex(id_, r"^bundle-[0-9a-f]{32}$")
                self.assertEqual(bundle[:8], b"\x1f\x8b\x08\x00" + bytes(4), "the header has a time stamp or a name")
                with tarfile.open(fileobj=io.BytesIO(gzip.decompress(bundle))) as tar:
                    infos = tar.getmembers()
                self.assertEqual([info.name for info in infos], sorted(info.name for info in infos))
                kinds = {(info.mode & 0o7777, info.uid, info.gid, info.mtime, info.size) for info in infos}
                self.assertEqual(kinds, {(0o644, 0, 0, 0, SIZE)})
                key = next(key for key in others if id_ in key).replace(".manifest.json", ".tar.gz")
                self.assertRegex(key, r"^bundles/\d{4}/\d\d/\d\d/\d\d/bundle-")
                metadata = self.s3.head_object(Bucket=ARCHIVE, Key=key)["Metadata"]
                self.assertEqual(metadata["content-sha256"], hashlib.sha256(bundle).hexdigest())
                self.assertEqual(metadata["member-count"], str(len(infos)))
                manifest_key = key.replace(".tar.gz", ".manifest.json")
                manifest = self.s3.get_object(Bucket=ARCHIVE, Key=manifest_key)["Body"].read().decode()
                for name, sha256 in landing.members(bundle):
                    self.assertIn(name, manifest)
                    self.assertIn(sha256, manifest)

    def test_events_that_come_again_change_nothing(self):
        self.server.land(30, SIZE)
        self.aggregate()
        before = (self.server.taken(), landing.archived(self.server))
        self.send(*(self.event(f"data/generated/{number:06d}.log", SIZE, version=self.versions()[number])
                    for number in range(30)))
        self.aggregate()
        self.assertEqual((self.server.taken(), landing.archived(self.server)), before)

    def test_each_bundle_is_delivered_by_its_row_and_each_object_points_to_its_bundle(self):
        self.server.land(30, SIZE)
        self.aggregate()
        bundles = set(self.server.taken())
        for id_ in bundles:
            self.assertEqual(self.row(id_)["state"]["S"], "DELIVERED")
        for number, version in enumerate(self.versions()[:30]):
            row = self.row(f"{LANDING}/{landing.key(number)}/{version}")
            self.assertIn(row["group"]["S"], bundles)

    def test_a_claim_of_somebody_else_is_respected_until_its_lease_is_over(self):
        self.server.land(3, SIZE)
        first = f"{LANDING}/{landing.key(0)}/{self.versions()[0]}"
        other = "bundle-" + "0" * 32
        for item in ({"id": {"S": first}, "group": {"S": other}, "ttl": {"N": "9999999999"}},
                     self.delivered_row(other)):
            self.tables.put_item(TableName="lake-objects", Item=item)
        self.aggregate()
        self.assertEqual(landing.delivered(self.server), self.landed(3)[1:])

    def test_what_is_gone_or_poison_is_parked_with_its_reason_while_the_others_pass(self):
        self.server.land(10, SIZE)
        etag = self.s3.put_object(Bucket=LANDING, Key="data/one +&ü.log", Body=b"one")["ETag"].strip('"')
        poison = [
            "not JSON",
            '{"Records":7}',
            self.event("data/../../etc/passwd", 1, etag="0" * 32),
            self.event("elsewhere/x", 1, etag="0" * 32),
            self.event("data/gone.log", 1, etag="0" * 32),
            self.event(landing.key(9_999), SIZE, version="none"),
        ]
        test_event = json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": LANDING})
        self.send(*poison, test_event, self.event("data/one+%2B%26%C3%BC.log", 3, etag=etag))
        self.aggregate(parked=len(poison))
        one = ("data/one +&ü.log", hashlib.sha256(b"one").hexdigest())
        self.assertEqual(landing.delivered(self.server), sorted([*self.landed(10), one]))
        self.assertEqual(sorted(message["Body"] for message in self.parked()), sorted(poison))

    def test_an_object_larger_than_a_chunk_is_bundled_whole(self):
        self.server.land(3, 300_000)
        self.aggregate()
        self.assertEqual(landing.delivered(self.server), self.landed(3))

    def test_a_delivery_of_a_bundle_that_is_delivered_is_not_sent_again(self):
        self.server.land(3, SIZE)
        self.aggregate()
        before = self.server.taken()
        (id_,) = before
        row = self.row(id_)
        again = {"bundle_id": id_, "planned_at": row["planned_at"]["S"], "run_id": row["run_id"]["S"]}
        worker.send(self.sqs, DELIVERIES, [json.dumps(again)])
        self.aggregate()
        self.assertEqual(self.server.taken(), before)

    def aggregate(self, parked=0):
        """Lets a fresh worker run until the queues are empty."""
        environment = landing.environment(self.server, AGGREGATOR_BATCH_TIMEOUT="2s")

        def done():
            stats = self.server.stats()
            return not landing.waiting(stats) and landing.parked(stats) >= parked

        with WorkerProcess(self.command, environment, self.folder / "worker.log") as process:
            process.wait_until(done, SECONDS)
            process.stop()
        self.assertEqual(landing.parked(self.server.stats()), parked, "messages on the dead-letter queues")

    def landed(self, count):
        return [(landing.key(number), hashlib.sha256(landing.content(self.server, number)).hexdigest())
                for number in range(count)]

    def versions(self):
        """The version ids of the landed objects."""
        return ["v" + hashlib.md5(f"version {number}".encode()).hexdigest() for number in range(30)]

    def event(self, key, size, etag=None, version=None):
        """An S3 event; the key is encoded already."""
        told = {"key": key, "size": size, "eTag": etag or "0" * 32, "sequencer": "0055AED6DCD90281E5"}
        if version:
            told["versionId"] = version
        s3 = {"bucket": {"name": LANDING}, "object": told}
        return json.dumps({"Records": [{"eventVersion": "2.1", "eventName": "ObjectCreated:Put", "s3": s3}]})

    def send(self, *bodies):
        worker.send(self.sqs, EVENTS, bodies)

    def row(self, id_):
        return self.tables.get_item(TableName="lake-objects", Key={"id": {"S": id_}})["Item"]

    def delivered_row(self, id_):
        texts = {"id": id_, "state": "DELIVERED", "since": "2026-01-01T00:00:00Z", "planned_at": "2026-01-01T00:00:00Z",
                 "format": "tar.gz", "run_id": "other", "objects": "[]", "sha256": "0" * 64, "bytes": "1",
                 "members": "1", "attempts": "1", "delivered_at": "2026-01-01T00:00:00Z"}
        numbers = {"version": "6", "ttl": "9999999999"}
        return {**{name: {"S": text} for name, text in texts.items()},
                **{name: {"N": number} for name, number in numbers.items()}}

    def parked(self):
        url = self.sqs.get_queue_url(QueueName=f"{EVENTS}-dlq")["QueueUrl"]
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
        for message in answer["Messages"]:
            attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
            self.assertLessEqual(PARKED_ATTRIBUTES, attributes.keys())
            self.assertTrue(all(attributes[name] for name in PARKED_ATTRIBUTES), attributes)
        return answer["Messages"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--worker", required=True, help="command line that starts the worker")
    arguments.add_argument("--http", action="store_true", help="plain HTTP instead of HTTPS")
    options, rest = arguments.parse_known_args()
    BundleContract.command = options.worker
    BundleContract.secure = not options.http
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
