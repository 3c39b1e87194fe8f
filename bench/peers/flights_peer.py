#!/usr/bin/env python3
"""The flights as a good Python team would write them: the peer that ours is measured against.

Both steps in one process, with one shared boto3 client per service: raw snapshots to Parquet, Parquet to a report of 16
scores, each step tracked in DynamoDB, with the contract that bench/flights_contract_test.py checks. What is done with the
contents is in flights_pandas.py (json and pandas, as most would) or, with --frames columns, in flights_frames.py (orjson and
arrays, column by column: faster). Configuration comes from the same environment variables as ours (see Settings)."""

import argparse
import datetime
import gzip
import hashlib
import logging
import os
import re
import sys
import time
import urllib.parse
import zlib
from dataclasses import dataclass

import orjson
import pyarrow
from botocore.exceptions import ClientError

import flights_frames
import flights_pandas
from aggregator_peer import FAILURES, Clients, Door, Permanent, Transient, records, serve, stop_signals
from ingest_peer import status_of

LOG = logging.getLogger("flights")
FRAMES = {"pandas": flights_pandas, "columns": flights_frames}
MAX_RECEIVES = 5
KEPT_SECONDS = 90 * 24 * 3600
KEY = re.compile(r"(year=\d{4}/month=\d\d/day=\d\d/hour=\d\d/flight_data_(\d{8}_\d{6}))(?:\.json\.gz|\.parquet)")


@dataclass(frozen=True)
class Settings:
    raw_bucket: str
    processed_bucket: str
    raw_queue: str = "flights-raw-events"
    processed_queue: str = "flights-processed-events"
    table: str = "flight-data-execution-tracking"

    @classmethod
    def of(cls, variables):
        return cls(variables["FLIGHTS_RAW_BUCKET"], variables["FLIGHTS_PROCESSED_BUCKET"])


class Tracking:
    """What became of each step of each run."""

    def __init__(self, dynamodb, table):
        self.dynamodb = dynamodb
        self.table = table

    def started(self, run, step, source):
        self._set(run, step, status="RUNNING", started_at=stamp(), source_key=source)

    def ended(self, run, step, **facts):
        self._set(run, step, status="SUCCEEDED", ended_at=stamp(), **facts)

    def _set(self, run, step, **facts):
        facts["ttl"] = int(time.time()) + KEPT_SECONDS
        self.dynamodb.update_item(
            TableName=self.table,
            Key={"execution_id": {"S": run}, "pipeline_step": {"S": step}},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in facts),
            ExpressionAttributeNames={f"#{name}": name for name in facts},
            ExpressionAttributeValues={f":{name}": {"S": value} if isinstance(value, str) else {"N": str(value)}
                                       for name, value in facts.items()},
        )


class Step:
    """A step of the pipeline: what it makes of each object that the messages of a batch tell of."""

    def __init__(self, clients, settings, frames):
        self.frames = frames
        self.s3 = clients.s3
        self.queues = clients.queues
        self.settings = settings
        self.tracking = Tracking(clients.dynamodb, settings.table)

    def handle(self, messages):
        """Works on the objects, parks what is poison, deletes what is durably done."""
        done = []
        for message in messages:
            reason = None
            try:
                for record in records(message["Body"]):
                    self._one(record)
            except Permanent as failure:
                reason = str(failure)
            except (*FAILURES, Transient) as failure:
                if int(message["Attributes"]["ApproximateReceiveCount"]) < MAX_RECEIVES:
                    LOG.warning("%s left: %s", self.name, failure)
                    continue
                reason = str(failure)
            if reason is None or self.queues.park(self.queue, message, self.name, reason):
                done.append(message)
        self.queues.delete(self.queue, done)

    def _one(self, record):
        try:
            if not record["eventName"].startswith("ObjectCreated:"):
                return
            bucket = record["s3"]["bucket"]["name"]
            key = urllib.parse.unquote_plus(record["s3"]["object"]["key"])
        except (KeyError, TypeError, AttributeError) as bad:
            raise Permanent(f"not an event of S3: {bad!r}") from bad
        found = KEY.fullmatch(key)
        if bucket != self.bucket or not found:
            raise Permanent("not an object of this step")
        try:
            answer = self.s3.get_object(Bucket=bucket, Key=key)
        except ClientError as refused:
            if status_of(refused) == 404:
                raise Permanent("object is not there") from refused
            raise
        run = answer["Metadata"].get("run-id") or "flights-snapshot-" + found[2].replace("_", "T") + "Z"
        self.tracking.started(run, self.name, f"s3://{bucket}/{key}")
        self.tracking.ended(run, self.name, **self.work(found[1], found[2], run, answer))

    def put(self, key, content, content_type, metadata):
        """Puts an object where none is; one with the same content is as good."""
        try:
            self.s3.put_object(Bucket=self.settings.processed_bucket, Key=key, Body=content, ContentType=content_type,
                               Metadata=metadata, IfNoneMatch="*")
        except ClientError as refused:
            if status_of(refused) not in (409, 412):
                raise
            present = self.s3.head_object(Bucket=self.settings.processed_bucket, Key=key)["Metadata"]
            if present.get("content-sha256") != metadata["content-sha256"]:
                self.s3.put_object(Bucket=self.settings.processed_bucket, Key=key, Body=content,
                                   ContentType=content_type, Metadata=metadata)


class Convert(Step):
    name = "flights-convert"

    def __init__(self, clients, settings, frames):
        super().__init__(clients, settings, frames)
        self.queue = settings.raw_queue
        self.bucket = settings.raw_bucket

    def work(self, stem, stamped, run, answer):
        body = answer["Body"].read()
        fetched = answer["Metadata"].get("fetched-at")
        try:
            plain = zlib.decompress(body, 31) if body[:2] == b"\x1f\x8b" else body
            converted = self.frames.convert(plain, fetched and datetime.datetime.fromisoformat(fetched))
        except (flights_frames.NoSnapshot, zlib.error) as bad:
            raise Permanent(f"no snapshot: {bad}") from bad
        if datetime.datetime.fromtimestamp(converted.time, flights_frames.UTC).strftime("%Y%m%d_%H%M%S") != stamped:
            raise Permanent("snapshot is of another time than its key")
        if converted.rejected:
            lines = b"".join(orjson.dumps({"index": index, "reason": reason, "state": state}) + b"\n"
                             for index, reason, state in converted.rejected)
            packed = gzip.compress(lines, 6, mtime=0)
            self.put(f"rejected/{stem}.jsonl.gz", packed, "application/gzip", {"content-sha256": sha256(packed)})
        self.put(stem + ".parquet", converted.content, "application/vnd.apache.parquet",
                 {"content-sha256": sha256(converted.content), "run-id": run})
        return {"target_key": f"s3://{self.settings.processed_bucket}/{stem}.parquet", "records": converted.rows,
                "rejected": len(converted.rejected), "duplicates": converted.duplicates, "bytes": len(converted.content)}


class Validate(Step):
    name = "flights-validate"

    def __init__(self, clients, settings, frames):
        super().__init__(clients, settings, frames)
        self.queue = settings.processed_queue
        self.bucket = settings.processed_bucket

    def work(self, stem, stamped, run, answer):
        content = answer["Body"].read()
        try:
            report = self.frames.judge(content)
        except (pyarrow.ArrowInvalid, KeyError, OSError) as bad:
            raise Permanent(f"no processed file: {type(bad).__name__}") from bad
        told = report or {"timestamp": stamped, "total_records": 0}
        body = orjson.dumps(told)
        self.put(f"quality/{stem}.json", body, "application/json", {"content-sha256": sha256(body)})
        facts = {"target_key": f"s3://{self.settings.processed_bucket}/quality/{stem}.json",
                 "content_sha256": sha256(content)}
        if report:
            facts.update(records=report["total_records"], score=report["overall_score"], grade=report["quality_grade"])
        return facts


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def stamp():
    return datetime.datetime.now(flights_frames.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def main():
    """Environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, FLIGHTS_RAW_BUCKET,
    FLIGHTS_PROCESSED_BUCKET."""
    arguments = argparse.ArgumentParser(description="flights, Python peer")
    arguments.add_argument("--frames", choices=FRAMES, default="pandas", help="columns: the faster way")
    frames = FRAMES[arguments.parse_args().frames]
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))
    settings = Settings.of(os.environ)
    stopping = stop_signals()
    pyarrow.set_cpu_count(1)
    clients = Clients(4)
    doors = [Door(clients.queues, step.queue, step.handle, 10, 0, stopping)
             for step in (Convert(clients, settings, frames), Validate(clients, settings, frames))]
    serve(doors, stopping, 200_000)  # the states of a snapshot are many, and live as long as it does


if __name__ == "__main__":
    main()
