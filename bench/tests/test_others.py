"""The server's source APIs and Secrets Manager, and what its statistics say."""

import json
import unittest
import urllib.error
import urllib.request

from harness import worker
from harness.server import Server


class OtherServicesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())

    def setUp(self):
        self.server.reset(records=10, pages=3)

    def page(self, number, name="api-a"):
        with urllib.request.urlopen(f"{self.server.endpoint}/source/{name}?date=2025-01-01&page={number}") as answer:
            return answer.read()

    def test_equal_questions_get_equal_answers_and_others_do_not(self):
        first = self.page(1)
        self.assertEqual(self.page(1), first)
        self.assertNotEqual(self.page(2), first)
        self.assertNotEqual(self.page(1, "api-b"), first)
        self.server.publish(2)
        self.assertNotEqual(self.page(1), first)

    def test_the_last_page_is_shorter_and_says_that_it_is_the_last(self):
        pages = [json.loads(self.page(number)) for number in (1, 2, 3, 4)]
        self.assertEqual([len(page["items"]) for page in pages], [10, 10, 5, 0])
        self.assertEqual([page["has_more"] for page in pages], [True, True, False, False])

    def test_a_record_has_about_a_hundred_bytes(self):
        self.server.reset(records=100)
        self.assertAlmostEqual(len(self.page(1)) / 100, 100, delta=10)

    def test_a_source_fails_as_often_as_it_was_told_to(self):
        self.server.fail_next(times=1, status=429, retry_after=7)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.page(1)
        self.assertEqual((refused.exception.code, refused.exception.headers["Retry-After"]), (429, "7"))
        refused.exception.close()
        self.assertTrue(self.page(1))

    def test_every_secret_is_there(self):
        secret = worker.client("secretsmanager", self.server).get_secret_value(SecretId="any")
        told = json.loads(secret["SecretString"])
        self.assertEqual(told.pop("api_base_url"), self.server.endpoint)
        self.assertEqual(told, dict.fromkeys(("username", "password", "client_id", "client_secret"), "test"))

    def test_the_statistics_count_requests_and_refusals_by_operation(self):
        s3 = worker.client("s3", self.server)
        for _ in range(2):
            try:
                s3.put_object(Bucket=worker.BUCKET, Key="k", Body=b"1", IfNoneMatch="*")
            except s3.exceptions.ClientError:
                pass  # The second one: its refusal is what is counted here.
        self.page(1)
        stats = self.server.stats()
        self.assertEqual(stats["requests"], {"s3.PutObject": 2, "source.GET": 1})
        self.assertEqual(stats["refusals"], {"s3.PutObject 412": 1})
        self.assertEqual(stats["objects"], 1)
        self.assertGreater(stats["first_stored_ms"], 0)
