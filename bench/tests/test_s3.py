"""The server's S3, seen through boto3 and, where boto3 will not say it, through bare HTTP."""

import gzip
import http.client
import unittest

from botocore.exceptions import ClientError

from harness import worker
from harness.server import Server


class S3Test(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.s3 = worker.client("s3", cls.server)

    def setUp(self):
        self.server.reset()

    def put(self, key, body=b"body", **more):
        return self.s3.put_object(Bucket=worker.BUCKET, Key=key, Body=body, **more)

    def refusal(self, call, **arguments):
        with self.assertRaises(ClientError) as refused:
            call(Bucket=worker.BUCKET, **arguments)
        return refused.exception.response["ResponseMetadata"]["HTTPStatusCode"]

    def test_a_put_that_wants_no_object_there_is_refused_once_there_is_one(self):
        self.put("k", b"first", IfNoneMatch="*")
        self.assertEqual(self.refusal(self.s3.put_object, Key="k", Body=b"second", IfNoneMatch="*"), 412)
        self.assertEqual(self.s3.get_object(Bucket=worker.BUCKET, Key="k")["Body"].read(), b"first")

    def test_a_put_that_wants_a_certain_object_there_is_refused_by_any_other(self):
        etag = self.put("k", b"first")["ETag"]
        self.put("k", b"second", IfMatch=etag)
        self.assertEqual(self.refusal(self.s3.put_object, Key="k", Body=b"third", IfMatch=etag), 412)
        self.assertEqual(self.refusal(self.s3.put_object, Key="none", Body=b"x", IfMatch=etag), 404)
        self.assertEqual(self.s3.get_object(Bucket=worker.BUCKET, Key="k")["Body"].read(), b"second")

    def test_metadata_and_content_type_come_back_with_get_and_head(self):
        self.put("k", ContentType="application/gzip", Metadata={"run-id": "7"})
        for call in (self.s3.get_object, self.s3.head_object):
            answer = call(Bucket=worker.BUCKET, Key="k")
            self.assertEqual(answer["Metadata"], {"run-id": "7"})
            self.assertEqual(answer["ContentType"], "application/gzip")
            self.assertEqual(answer["ContentLength"], 4)
            self.assertNotIn("ContentEncoding", answer)

    def test_what_is_not_there_is_not_found(self):
        self.assertEqual(self.refusal(self.s3.get_object, Key="none"), 404)
        self.assertEqual(self.refusal(self.s3.head_object, Key="none"), 404)

    def test_chunked_bodies_are_stored_without_their_framing(self):
        bodies = {
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER": b"4\r\nbody\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": b"2;chunk-signature=a\r\nbo\r\n2;chunk-signature=b\r\ndy\r\n"
            b"0;chunk-signature=c\r\n\r\n",
        }
        for kind, framed in bodies.items():
            for chunked in (False, True):
                with self.subTest(kind=kind, transfer_encoding_chunked=chunked):
                    headers = {"x-amz-content-sha256": kind, "content-encoding": "aws-chunked"}
                    connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
                    body = iter([framed[:5], framed[5:]]) if chunked else framed
                    connection.request("PUT", "/lake-raw/k", body, headers, encode_chunked=chunked)
                    self.assertEqual(connection.getresponse().status, 200)
                    connection.close()
                    answer = self.s3.get_object(Bucket=worker.BUCKET, Key="k")
                    self.assertEqual(answer["Body"].read(), b"body")
                    self.assertNotIn("ContentEncoding", answer)

    def test_a_listing_goes_on_page_by_page_within_its_prefix(self):
        keys = sorted(f"p/{number:02d} +&<ü" for number in range(7))
        for key in [*keys, "o", "q"]:
            self.put(key)
        pages = list(
            self.s3.get_paginator("list_objects_v2").paginate(
                Bucket=worker.BUCKET, Prefix="p/", StartAfter=keys[0], PaginationConfig={"PageSize": 4}
            )
        )
        self.assertEqual([[item["Key"] for item in page["Contents"]] for page in pages], [keys[1:5], keys[5:]])

    def test_deleted_objects_are_gone(self):
        for key in ("a", "b & c", "d"):
            self.put(key)
        self.s3.delete_object(Bucket=worker.BUCKET, Key="a")
        answer = self.s3.delete_objects(Bucket=worker.BUCKET, Delete={"Objects": [{"Key": "b & c"}, {"Key": "e"}]})
        self.assertEqual([deleted["Key"] for deleted in answer["Deleted"]], ["b & c", "e"])
        self.assertEqual([i["Key"] for i in self.s3.list_objects_v2(Bucket=worker.BUCKET)["Contents"]], ["d"])
        self.assertEqual(self.server.stats()["objects"], 1)

    def test_the_digest_tells_contents_apart_but_not_how_they_were_compressed(self):
        digests = []
        for body in (gzip.compress(b"one" * 99, 1), gzip.compress(b"one" * 99, 9), gzip.compress(b"two" * 99)):
            self.put("k", body)
            digests.append(self.server.stats(digest=True)["digest"])
        self.assertEqual(digests[0], digests[1])
        self.assertNotEqual(digests[0], digests[2])
