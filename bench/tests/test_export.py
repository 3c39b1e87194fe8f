"""The server's query results, its Athena, and its API of batches."""

import hashlib
import json
import unittest
import urllib.error
import urllib.request

from botocore.exceptions import ClientError

from harness import exporting, worker
from harness.server import Server

KEY = "athena/any.csv"
ID = "0" * 32


class ExportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.s3 = worker.client("s3", cls.server)
        cls.athena = worker.client("athena", cls.server)

    def setUp(self):
        self.server.reset()
        self.server.announce_export(10_000)

    def call(self, path, body, **headers):
        request = urllib.request.Request(self.server.endpoint + path, body, headers)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def refused(self, *arguments, **headers):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.call(*arguments, **headers)
        refused.exception.close()
        return refused.exception.code

    def token(self):
        form = b"grant_type=client_credentials&client_id=test&client_secret=test"
        return "Bearer " + json.loads(self.call("/oauth/token", form))["access_token"]

    def post(self, number, records, total=3, key=None, token=None):
        body = json.dumps({"batch_number": number, "total_batches": total, "records": records}).encode()
        return "/api/data/ingest", body, {"Authorization": token or self.authorised,
                                          "Idempotency-Key": key or f"{ID}-{number}"}

    def send(self, *arguments, **named):
        path, body, headers = self.post(*arguments, **named)
        return self.call(path, body, **headers)

    def read(self, **which):
        return self.s3.get_object(Bucket=exporting.RESULTS, Key=KEY, **which)["Body"].read()

    def test_a_result_is_the_same_each_time_and_no_two_rows_are(self):
        rows = exporting.result(self.server)
        self.assertEqual(len(rows), 10_000)
        self.assertEqual(len({row["customer_id"] for row in rows}), 10_000)
        self.assertEqual(hashlib.sha256(self.read()).digest(), hashlib.sha256(self.read()).digest())

    def test_a_result_has_nulls_quotes_lines_json_and_other_alphabets(self):
        notes = {row["note"] for row in exporting.result(self.server)}
        self.assertIn(None, notes)
        for part in ('"', "\n", '{"vip"', "東京", "\\"):
            self.assertTrue(any(part in note for note in notes if note), part)
        self.assertNotIn("", notes, "the csv module cannot tell it from NULL")

    def test_any_range_of_a_result_is_that_part_of_the_whole(self):
        whole = self.read()
        for start, end in ((0, 0), (5, 200), (90, 700_000), (600_000, 1_400_000), (len(whole) - 3, len(whole) - 1)):
            with self.subTest(start=start, end=end):
                self.assertEqual(self.read(Range=f"bytes={start}-{end}"), whole[start : end + 1])
        self.assertEqual(self.read(Range="bytes=1000000-"), whole[1_000_000:])

    def test_a_result_is_read_on_the_condition_that_it_is_still_the_same(self):
        etag = self.s3.head_object(Bucket=exporting.RESULTS, Key=KEY)["ETag"]
        self.read(IfMatch=etag)
        self.server.announce_export(10_001)
        with self.assertRaises(ClientError) as refused:
            self.read(IfMatch=etag)
        self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 412)

    def test_a_token_starts_a_query_once_and_only_with_the_same_statement(self):
        asked = {"QueryString": "SELECT 1", "ClientRequestToken": "t" * 32}
        ids = {self.athena.start_query_execution(**asked)["QueryExecutionId"] for _ in range(2)}
        self.assertEqual((len(ids), self.server.stats()["export"]["queries"]), (1, 1))
        with self.assertRaises(ClientError):
            self.athena.start_query_execution(**{**asked, "QueryString": "SELECT 2"})
        execution = self.athena.get_query_execution(QueryExecutionId=ids.pop())["QueryExecution"]
        self.assertEqual(execution["Status"]["State"], "SUCCEEDED")

    def test_batches_are_taken_with_the_token_of_the_day_and_counted_once_by_key(self):
        self.assertEqual(self.refused("/oauth/token", b"grant_type=client_credentials&client_id=test"), 401)
        self.authorised = "Bearer anything"
        path, body, headers = self.post(1, [{"a": 1}])
        self.assertEqual(self.refused(path, body, **headers), 401)
        self.authorised = self.token()
        for _ in range(2):
            self.send(1, [{"a": 1}])
        stats = self.server.stats()["export"]
        self.assertEqual((stats["batches"], stats["repeats"], stats["ids"]), (1, 1, [ID]))

    def test_the_digest_knows_values_and_no_order(self):
        def digest(*batches):
            self.server.reset()
            self.authorised = self.token()
            for number, records in enumerate(batches, 1):
                self.send(number, records)
            return exporting.exported(self.server, sum(map(len, batches)))

        one, other = {"a": 1, "b": 1.5}, {"a": 2, "b": None}
        known = digest([one], [other])
        self.assertEqual(digest([other, {"b": 1.5, "a": 1}]), known)
        self.assertNotEqual(digest([one], [{"a": 2, "b": "null"}]), known)
        self.assertNotEqual(digest([one], [{"a": 2.5, "b": None}]), known)
        self.assertNotEqual(digest([one]), known)

    def test_what_is_not_as_it_should_be_is_told(self):
        self.authorised = self.token()
        self.send(1, [{"a": 1}])
        self.send(4, [{"a": 2}], key="x-4")
        with self.assertRaisesRegex(RuntimeError, "has 2 rows of 2, 0 batches twice"):
            exporting.exported(self.server, 2)

    def test_the_api_refuses_what_it_is_told_to(self):
        self.authorised = self.token()
        self.server.api(times=1, status=503)
        path, body, headers = self.post(1, [{"a": 1}])
        self.assertEqual(self.refused(path, body, **headers), 503)
        self.send(1, [{"a": 1}])
        self.server.api(times=1, status=401)
        self.assertEqual([self.refused(path, body, **headers) for _ in range(2)], [401, 401])
        self.server.api(reject="1")
        headers["Authorization"] = self.token()
        self.assertEqual(self.refused(path, body, **headers), 400)


if __name__ == "__main__":
    unittest.main()
