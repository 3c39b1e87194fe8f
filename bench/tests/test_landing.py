"""The server's landed objects and its NiFi."""

import gzip
import hashlib
import json
import unittest
import urllib.error
import urllib.request

from botocore.exceptions import ClientError

from harness import landing, worker
from harness.landing import LANDING
from harness.server import Server

CREDENTIALS = "Basic dGVzdDp0ZXN0"


class LandingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.s3 = worker.client("s3", cls.server)
        cls.sqs = worker.client("sqs", cls.server)

    def setUp(self):
        self.server.reset()
        self.server.land(objects=70, size=16_384)

    def refusal(self, **which):
        with self.assertRaises(ClientError) as refused:
            self.s3.get_object(Bucket=LANDING, **which)
        return refused.exception.response["ResponseMetadata"]["HTTPStatusCode"]

    def post(self, body, id_="bundle-1", sha256=None, credentials=CREDENTIALS):
        headers = {"X-Bundle-Id": id_, "X-Content-SHA256": sha256 or hashlib.sha256(body).hexdigest(),
                   "Authorization": credentials}
        request = urllib.request.Request(f"{self.server.endpoint}/nifi/bundles", body, headers)
        with urllib.request.urlopen(request) as answer:
            return answer.status

    def refused_post(self, *arguments, **named):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.post(*arguments, **named)
        refused.exception.close()
        return refused.exception.code

    def test_each_object_has_a_content_of_its_own_that_is_the_same_each_time(self):
        contents = [landing.content(self.server, number) for number in range(70)]
        self.assertEqual(len(set(contents)), 70)
        self.assertEqual({len(content) for content in contents}, {16_384})
        self.assertEqual(landing.content(self.server, 3), contents[3])

    def test_a_content_is_as_compressible_as_a_log(self):
        content = landing.content(self.server, 0)
        self.assertAlmostEqual(len(content) / len(gzip.compress(content, 6)), 5, delta=1)

    def test_each_object_is_told_of_by_an_event_whose_version_can_be_read(self):
        url = self.sqs.get_queue_url(QueueName=landing.EVENTS)["QueueUrl"]
        (message,) = self.sqs.receive_message(QueueUrl=url)["Messages"]
        told = json.loads(message["Body"])["Records"][0]["s3"]["object"]
        answer = self.s3.get_object(Bucket=LANDING, Key=told["key"], VersionId=told["versionId"])
        self.assertEqual(answer["ContentLength"], told["size"])
        self.assertEqual(landing.waiting(self.server.stats()), 70)

    def test_what_has_not_landed_and_what_has_changed_cannot_be_read(self):
        self.assertEqual(self.refusal(Key=landing.key(70)), 404)
        self.assertEqual(self.refusal(Key=landing.key(0), VersionId="other"), 404)
        self.s3.put_object(Bucket=LANDING, Key="data/own", Body=b"own")
        self.assertEqual(self.refusal(Key="data/own", IfMatch='"other"'), 412)

    def test_nifi_refuses_other_bytes_than_announced_and_whom_it_does_not_know(self):
        self.assertEqual(self.refused_post(b"bytes", sha256="0" * 64), 400)
        self.assertEqual(self.refused_post(b"bytes", credentials="Basic none"), 401)
        self.assertEqual(self.server.taken(), {})

    def test_nifi_counts_how_many_times_a_bundle_came(self):
        self.post(b"one")
        self.post(b"one")
        self.assertEqual(self.server.taken(), {"bundle-1": {"sha256": hashlib.sha256(b"one").hexdigest(), "times": 2}})

    def test_a_bundle_that_nifi_has_twice_or_not_at_all_is_no_delivery(self):
        self.s3.put_object(Bucket=landing.ARCHIVE, Key="bundles/bundle-1.tar.gz", Body=b"one")
        for posts in (0, 2):
            with self.subTest(posts=posts):
                for _ in range(posts):
                    self.post(b"one")
                self.assertRaisesRegex(RuntimeError, "bundle-1", landing.delivered, self.server)
