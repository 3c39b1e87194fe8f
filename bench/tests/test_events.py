"""The server's event files, and what its S3 and DynamoDB learned for them."""

import json
import unittest
import urllib.request

from botocore.exceptions import ClientError

from harness import worker
from harness.server import Server

BUCKET = "lake-events"
OUT = "lake-processed"


class EventsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.s3 = worker.client("s3", cls.server)
        cls.dynamodb = worker.client("dynamodb", cls.server)

    def setUp(self):
        self.server.reset()

    def listed(self, size=1000, **more):
        pages = self.s3.get_paginator("list_objects_v2").paginate(
            Bucket=BUCKET, Prefix="local/", PaginationConfig={"PageSize": size}, **more)
        return [item for page in pages for item in page.get("Contents", ())]

    def read(self, key, bucket=BUCKET, **more):
        return self.s3.get_object(Bucket=bucket, Key=key, **more)

    def refusal(self, call, **arguments):
        with self.assertRaises(ClientError) as refused:
            call(**arguments)
        return refused.exception.response["ResponseMetadata"]["HTTPStatusCode"]

    def test_every_file_is_listed_once_in_order_and_is_what_the_listing_says(self):
        self.server.fill_events(files=2_500)
        listed = self.listed(size=700)
        keys = [item["Key"] for item in listed]
        self.assertEqual(len(keys), 2_500)
        self.assertEqual(keys, sorted(set(keys)))
        for item in listed[::50]:
            answer = self.read(item["Key"])
            self.assertEqual((answer["ETag"], answer["ContentLength"], answer["LastModified"]),
                             (item["ETag"], item["Size"], item["LastModified"]))
            event = json.loads(answer["Body"].read())
            self.assertEqual(item["Key"], "local/log-{}-{}-{}-{}-{}-{}.json".format(
                event["action"], event["timestamp"][:19].replace("-", "").replace("T", "-").replace(":", ""),
                event["pipeline_adcid"], event["project_label"], event["ptid"], event["visit_date"]))
            self.assertEqual(event["module"] is not None, event["datatype"] == "form")
        self.assertEqual(len({item["ETag"] for item in listed}), 2_500)

    def test_what_has_not_landed_yet_is_neither_listed_nor_read_until_it_has(self):
        self.server.fill_events(files=900, fresh=100, groups=1)
        before = {item["Key"] for item in self.listed()}
        self.server.land_events(30, announced=True)
        after = {item["Key"] for item in self.listed()}
        self.assertEqual((len(before), len(after - before), before - after), (900, 30, set()))
        self.assertEqual(self.server.stats()["queues"]["eventlog-events"], 30)
        self.server.fill_events(files=900, fresh=100, groups=1)
        self.assertEqual(self.refusal(self.read, key=(after - before).pop()), 404)

    def test_the_rows_are_the_files_in_the_order_of_time_and_of_keys(self):
        self.server.fill_events(files=3_000, fresh=50)
        rows = [json.loads(line) for piece in self.server.event_rows(most=400) for line in piece.splitlines()]
        self.assertEqual({(row["source_key"], f'"{row["source_etag"]}"') for row in rows},
                         {(item["Key"], item["ETag"]) for item in self.listed()})
        order = [(row["timestamp"], row["source_key"]) for row in rows]
        self.assertEqual(order, sorted(order))
        self.assertGreater(len({(row["study"], row["datatype"]) for row in rows}), 20)
        body = json.loads(self.read(rows[7]["source_key"])["Body"].read())
        self.assertEqual({**body, "source_key": rows[7]["source_key"], "source_etag": rows[7]["source_etag"]}, rows[7])

    def test_a_listing_may_begin_after_a_key_that_is_not_there(self):
        self.server.fill_events(files=100)
        keys = [item["Key"] for item in self.listed()]
        self.assertEqual([item["Key"] for item in self.listed(StartAfter=keys[40] + "x")], keys[41:])

    def test_a_sample_lies_in_the_bucket_as_it_is_told(self):
        told = self.server.sample_events(seed=5, files=60, bad=True)
        self.assertEqual(len({one["key"] for one in told}), len(told))
        self.assertEqual({item["Key"]: item["ETag"].strip('"') for item in self.listed()},
                         {one["key"]: one["etag"] for one in told})
        self.assertLessEqual({"STORED", "SANDBOX", "QUARANTINED", "IGNORED"}, {one["fate"] for one in told})

    def test_a_part_of_an_object_is_read_by_its_range(self):
        self.s3.put_object(Bucket=OUT, Key="k", Body=b"0123456789")
        for asked, got in (("bytes=2-4", b"234"), ("bytes=7-", b"789"), ("bytes=-3", b"789"), ("bytes=8-99", b"89")):
            answer = self.read("k", OUT, Range=asked)
            self.assertEqual(answer["Body"].read(), got)
            self.assertEqual(answer["ContentRange"].split("/")[1], "10")
        stats = self.server.stats()
        self.assertEqual(stats["bytes_by_bucket"][f"s3.GetObject {OUT}"], 3 + 3 + 3 + 2)
        self.assertEqual(stats["by_bucket"], {f"s3.GetObject {OUT}": 4, f"s3.PutObject {OUT}": 1})
        self.assertEqual(self.refusal(self.read, key="k", bucket=OUT, Range="bytes=10-"), 416)
        self.assertEqual(self.refusal(self.read, key="k", bucket=OUT, IfMatch='"other"'), 412)

    def test_an_object_is_copied_from_bucket_to_bucket(self):
        self.s3.put_object(Bucket=BUCKET, Key="local/a +%.json", Body=b"bad")
        self.s3.copy_object(Bucket=OUT, Key="q/a", CopySource={"Bucket": BUCKET, "Key": "local/a +%.json"})
        self.assertEqual(self.read("q/a", OUT)["Body"].read(), b"bad")

    def test_an_upload_in_parts_keeps_its_condition_to_its_end(self):
        etag = self.s3.put_object(Bucket=OUT, Key="k", Body=b"old")["ETag"]
        self.assertEqual(self.refusal(self.upload, IfMatch='"other"'), 412)
        self.assertEqual(self.read("k", OUT)["Body"].read(), b"old")
        self.upload(IfMatch=etag)
        self.assertEqual(self.read("k", OUT)["Body"].read(), b"first second")
        self.assertEqual(self.refusal(self.upload, IfNoneMatch="*"), 412)

    def upload(self, **condition):
        where = {"Bucket": OUT, "Key": "k"}
        where["UploadId"] = self.s3.create_multipart_upload(**where)["UploadId"]
        parts = [{"PartNumber": number, "ETag": self.s3.upload_part(PartNumber=number, Body=body, **where)["ETag"]}
                 for number, body in ((2, b"second"), (1, b"first "))]
        self.s3.complete_multipart_upload(MultipartUpload={"Parts": parts[::-1]}, **where, **condition)

    def test_items_are_written_and_read_in_batches(self):
        puts = [{"PutRequest": {"Item": {"id": {"S": str(i)}, "n": {"N": str(i)}}}} for i in range(25)]
        self.dynamodb.batch_write_item(RequestItems={"lake-objects": puts})
        self.dynamodb.batch_write_item(RequestItems={"lake-objects": [{"DeleteRequest": {"Key": {"id": {"S": "3"}}}}]})
        keys = [{"id": {"S": str(i)}} for i in range(30)]
        answer = self.dynamodb.batch_get_item(RequestItems={"lake-objects": {"Keys": keys}})
        self.assertEqual({item["id"]["S"] for item in answer["Responses"]["lake-objects"]},
                         {str(i) for i in range(25) if i != 3})
        self.assertEqual(self.refusal(self.dynamodb.batch_write_item, RequestItems={"lake-objects": puts * 2}), 400)

    def test_a_page_of_a_large_lake_is_made_fast_enough(self):
        self.server.fill_events(files=1_000_000, fresh=1_000)
        request = f"{self.server.endpoint}/{BUCKET}?list-type=2&prefix=local/&start-after=local/log-pass-qc-2024"
        before = self.server.stats()["server_cpu_ms"]
        for _ in range(20):
            with urllib.request.urlopen(request) as answer:
                answer.read()
        self.assertLess((self.server.stats()["server_cpu_ms"] - before) / 20, 100)
