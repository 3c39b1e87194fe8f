#!/usr/bin/env python3
"""The event log checkpoints as a good Python team would write them: the peer that ours is measured against.

One sweep: lists the prefix, finds out by source_key and source_etag of the checkpoints what is new, reads that with fifty
threads and addresses signed by one shared boto3 client, validates with pydantic, merges with polars, replaces each checkpoint on the condition
that nobody else has. It keeps the contract that bench/eventlog_contract_test.py checks. Configuration comes from the same
environment variables as ours (see Settings)."""

import argparse
import datetime
import email.utils
import gc
import html
import http.client
import io
import os
import re
import ssl
import sys
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Literal

import boto3
import orjson
import polars as pl
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.handlers import add_expect_header
from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import NotRequired, TypedDict

from ingest_peer import USER_AGENT, cache_endpoint, status_of

TRIES = 3
PIECE = 100
DATATYPES = ("apoe", "biomarker", "dicom", "enrollment", "form", "genetic-availability", "gwas", "imputation",
             "scan-analysis")
NAME = (r"^log-(?:submit|pass-qc|not-pass-qc|delete)-\d{8}-\d{6}-[^/]+-[^/]+-[\x20-\x2e\x30-\x7e]{1,10}"
        r"-\d{4}-\d{2}-\d{2}\.json$")
TIMESTAMP = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?$"
LISTED = re.compile(rb"<Key>([^<]*)</Key>.*?<ETag>(?:&quot;|&#34;|\")?([^<&\"]*)", re.DOTALL)
NEXT = re.compile(rb"<NextContinuationToken>([^<]*)<")
SCHEMA = {
    "action": pl.String,
    "study": pl.String,
    "pipeline_adcid": pl.Int32,
    "project_label": pl.String,
    "center_label": pl.String,
    "gear_name": pl.String,
    "ptid": pl.String,
    "visit_date": pl.String,
    "visit_number": pl.String,
    "datatype": pl.String,
    "module": pl.String,
    "packet": pl.String,
    "timestamp": pl.Datetime("us", "UTC"),
    "source_key": pl.String,
    "source_etag": pl.String,
}
FIELDS = tuple(SCHEMA)[:13]
MAX_RACES = 5
UTC = datetime.timezone.utc


class Refused(Exception):
    """A request that was not answered as it should be."""


FAILURES = (ClientError, BotoCoreError, HTTPClientError, Refused)


def instant(text):
    moment = datetime.datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def real_date(text):
    datetime.date.fromisoformat(text)
    return text


Label = Annotated[str, Field(min_length=1)]


class Event(TypedDict):
    """One event; what is null may be left out."""

    __pydantic_config__ = ConfigDict(strict=True, extra="forbid")

    action: Literal["submit", "pass-qc", "not-pass-qc", "delete"]
    study: NotRequired[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]]
    pipeline_adcid: Annotated[int, Field(ge=-(2**31), lt=2**31)]
    project_label: Label
    center_label: Label
    gear_name: Label
    ptid: Annotated[str, Field(pattern=r"^[\x20-\x7e]{1,10}$")]
    visit_date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(real_date)]
    visit_number: NotRequired[str | None]
    datatype: Literal[DATATYPES]
    module: NotRequired[str | None]
    packet: NotRequired[str | None]
    timestamp: Annotated[str, Field(pattern=TIMESTAMP), AfterValidator(instant)]


VALIDATE = TypeAdapter(Event).validator.validate_json


@dataclass(frozen=True)
class Settings:
    source_bucket: str
    prefix: str
    checkpoint_bucket: str
    checkpoint_key: str
    quarantine_prefix: str
    largest_file: int

    @classmethod
    def of(cls, variables):
        settings = cls(
            variables["EVENTLOG_SOURCE_BUCKET"],
            variables["EVENTLOG_PREFIX"],
            variables["EVENTLOG_CHECKPOINT_BUCKET"],
            variables.get("EVENTLOG_CHECKPOINT_KEY", "checkpoints/{study}/{datatype}/events.parquet"),
            variables.get("EVENTLOG_QUARANTINE_PREFIX", "quarantine/eventlog/"),
            int(variables.get("EVENTLOG_LARGEST_FILE_BYTES", str(2**20))),
        )
        if not settings.prefix or not ("{study}" in settings.checkpoint_key and "{datatype}" in settings.checkpoint_key):
            raise SystemExit("eventlog.prefix or eventlog.checkpoint-key is not usable")
        return settings

    def key(self, study, datatype):
        return self.checkpoint_key.replace("{study}", study).replace("{datatype}", datatype)

    @property
    def passed_key(self):
        """Where the keys and ETags of files lie that are in no checkpoint: those of sandboxes, and those quarantined."""
        return self.checkpoint_key.split("{", 1)[0] + "passed.json"


class Checkpoint:
    """One group's file as it was read."""

    def __init__(self, key, etag, body):
        self.key = key
        self.etag = etag
        self.body = body

    def sources(self):
        return pl.read_parquet(io.BytesIO(self.body), columns=["source_key", "source_etag"])

    def rows(self):
        frame = pl.read_parquet(io.BytesIO(self.body))
        missing = [pl.lit(None, type_).alias(name) for name, type_ in SCHEMA.items() if name not in frame.columns]
        return frame.with_columns(missing).select(pl.col(name).cast(type_) for name, type_ in SCHEMA.items())


class Wire(threading.local):
    """A kept connection for each thread, for addresses that boto3 has signed: a get_object costs three times as much, for
    what it does around the request."""

    def __init__(self, endpoint, authorities):
        self.endpoint = urllib.parse.urlsplit(endpoint)
        self.context = ssl.create_default_context(cafile=authorities)
        self.connection = None

    def get(self, url):
        """Body and headers; tried three times."""
        target = url[url.index("/", 8):]
        for attempt in range(TRIES):
            try:
                self.connection = self.connection or self._connected()
                self.connection.request("GET", target)
                answer = self.connection.getresponse()
                body = answer.read()
                if answer.status == 200:
                    return body, answer.headers
                failure = Refused(f"GET was answered {answer.status}")
                if answer.status < 500 and answer.status != 429:
                    break
            except (OSError, http.client.HTTPException) as broken:
                self.connection = None
                failure = Refused(type(broken).__name__)
            time.sleep(0.2 * 2**attempt)
        raise failure

    def _connected(self):
        if self.endpoint.scheme == "http":
            return http.client.HTTPConnection(self.endpoint.hostname, self.endpoint.port, timeout=60)
        return http.client.HTTPSConnection(self.endpoint.hostname, self.endpoint.port, timeout=60, context=self.context)


class Sweep:
    def __init__(self, s3, settings, readers, boto3_reads=False):
        self.s3 = s3
        self.settings = settings
        self.readers = ThreadPoolExecutor(readers)
        self.boto3 = boto3_reads
        self.wire = Wire(s3.meta.endpoint_url, os.environ.get("AWS_CA_BUNDLE"))
        self.failures = 0
        self.ignored = 0

    def run(self):
        listing = self.readers.submit(self._listed)
        checkpoints = self._checkpoints()
        sources = self._sources(checkpoints)
        passed = self._passed()
        known = pl.concat([pl.DataFrame(schema={"source_key": pl.String, "source_etag": pl.String}),
                           *sources,
                           pl.DataFrame({"source_key": list(passed), "source_etag": list(passed.values())},
                                        schema={"source_key": pl.String, "source_etag": pl.String})])
        fresh = listing.result().join(known, on=["source_key", "source_etag"], how="anti")
        changed = set(fresh.join(known, on="source_key", how="semi")["source_key"])
        del known
        events, sandboxes, refused = self._read(fresh)
        groups = [self._save(study, datatype, new, checkpoints, changed) for (study, datatype), new in events]
        passed.update(sandboxes)
        passed.update(refused)
        if sandboxes or refused:
            self.s3.put_object(Bucket=self.settings.checkpoint_bucket, Key=self.settings.passed_key,
                               Body=orjson.dumps(passed))
        saved = [group for group in groups if "error" not in group]
        failed = [group for group in groups if "error" in group]
        body = {
            "total_events": sum(group["new_events"] for group in saved),
            "filtered_events": len(sandboxes),
            "quarantined_files": len(refused),
            "groups_processed": len(saved),
            "groups_failed": len(failed),
            "successful_groups": saved,
            "failed_groups": failed,
        }
        whole = not failed and not self.failures
        return {"statusCode": 200 if whole else 207 if saved else 500, "body": body}

    def _listed(self):
        """Keys and ETags of all files whose names are as they should be."""
        keys, etags = [], []
        asked = {"Bucket": self.settings.source_bucket, "Prefix": self.settings.prefix}
        while True:
            # boto3 takes seventy milliseconds for a page of a thousand keys; two expressions take three.
            url = self.s3.generate_presigned_url("list_objects_v2", Params=asked)
            page, _ = self.wire.get(url)
            for key, etag in LISTED.findall(page):
                keys.append(key)
                etags.append(etag)
            token = NEXT.search(page)
            if not token:
                break
            asked["ContinuationToken"] = html.unescape(token.group(1).decode())
        frame = pl.DataFrame({"source_key": pl.Series(keys, dtype=pl.Binary).cast(pl.String),
                              "source_etag": pl.Series(etags, dtype=pl.Binary).cast(pl.String)})
        # boto3 asks for keys encoded as in URLs; most are as they are.
        encoded = pl.col("source_key").str.contains_any(["%", "+"])
        plain = frame.filter(encoded)["source_key"].to_list()
        names = {key: urllib.parse.unquote_plus(key) for key in plain}
        if names:
            frame = frame.with_columns(pl.col("source_key").replace(names))
        name = pl.col("source_key").str.slice(len(self.settings.prefix))
        matching = frame.filter(name.str.contains(NAME))
        self.ignored = frame.height - matching.height
        return matching

    def _checkpoints(self):
        """All of them by their keys."""
        prefix = self.settings.checkpoint_key.split("{", 1)[0]
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.settings.checkpoint_bucket, Prefix=prefix)
        keys = [item["Key"] for page in pages for item in page.get("Contents", ()) if item["Key"].endswith(".parquet")]
        return {key: self._checkpoint(key) for key in keys}

    def _sources(self, checkpoints):
        """Of all checkpoints that can be read; the others are left alone, and their groups fail."""
        sources = []
        for key, checkpoint in checkpoints.items():
            try:
                sources.append(checkpoint.sources())
            except pl.exceptions.PolarsError as failure:
                print(f"{key} cannot be read: {type(failure).__name__}", file=sys.stderr)
        return sources

    def _checkpoint(self, key):
        """None only when there is none; every other failure is one of this group."""
        try:
            answer = self.s3.get_object(Bucket=self.settings.checkpoint_bucket, Key=key)
            return Checkpoint(key, answer["ETag"], answer["Body"].read())
        except ClientError as refused:
            if status_of(refused) == 404:
                return None
            raise

    def _passed(self):
        try:
            answer = self.s3.get_object(Bucket=self.settings.checkpoint_bucket, Key=self.settings.passed_key)
            return orjson.loads(answer["Body"].read())
        except ClientError as refused:
            if status_of(refused) == 404:
                return {}
            raise

    def _read(self, fresh):
        """New events by group, and key and ETag of those of sandboxes and of those that were refused."""
        columns = {name: [] for name in SCHEMA}
        appends = [(name, columns[name].append) for name in FIELDS]
        keys, etags = columns["source_key"].append, columns["source_etag"].append
        sandboxes, refused = {}, {}
        pieces = [fresh.slice(start, PIECE).rows() for start in range(0, fresh.height, PIECE)]
        for key, etag, event in chain.from_iterable(self.readers.map(self._some, pieces)):
            if event is None:
                self.failures += 1
            elif event is False:
                refused[key] = etag
            elif event["project_label"].startswith("sandbox-"):
                sandboxes[key] = etag
            else:
                get = event.get
                for name, append in appends:
                    append(get(name))
                keys(key)
                etags(etag)
        frame = pl.DataFrame(columns, schema=SCHEMA).with_columns(pl.col("study").fill_null("adrc"))
        groups = frame.partition_by(["study", "datatype"], as_dict=True) if frame.height else {}
        return sorted(groups.items()), sandboxes, refused

    def _some(self, files):
        """A future for each file would cost more than its validation."""
        return [self._one(key, etag) for key, etag in files]

    def _one(self, key, etag):
        """The event of a file; False when it was refused, None when it could not be read."""
        try:
            content, modified = self._content(key)
            try:
                if len(content) > self.settings.largest_file:
                    raise ValueError("size")
                event = VALIDATE(content)
                if (event["datatype"] == "form") == (event.get("module") is None):
                    raise ValueError("module")
                return key, etag, event
            except ValueError as wrong:
                self._quarantine(key, etag, modified, content, wrong)
                return key, etag, False
        except FAILURES as failure:
            print(f"{key} could not be read: {type(failure).__name__}", file=sys.stderr)
            return key, etag, None

    def _content(self, key):
        """The bytes of a file, and when it was last modified."""
        asked = {"Bucket": self.settings.source_bucket, "Key": key}
        if self.boto3:
            answer = self.s3.get_object(**asked)
            return answer["Body"].read(), answer["LastModified"]
        body, headers = self.wire.get(self.s3.generate_presigned_url("get_object", Params=asked))
        return body, email.utils.parsedate_to_datetime(headers["Last-Modified"])

    def _quarantine(self, key, etag, modified, content, wrong):
        if isinstance(wrong, ValidationError):
            told = [{"field": ".".join(map(str, error["loc"])), "rule": error["type"]}
                    for error in wrong.errors(include_url=False, include_context=False, include_input=False)]
        else:
            told = [{"field": "module" if str(wrong) == "module" else "", "rule": str(wrong)}]
        place = f"{self.settings.quarantine_prefix}{modified.date()}/{key[len(self.settings.prefix):]}"
        report = {"key": key, "etag": etag, "violations": told}
        self.s3.put_object(Bucket=self.settings.checkpoint_bucket, Key=place, Body=content)
        self.s3.put_object(Bucket=self.settings.checkpoint_bucket, Key=place + ".report.json", Body=orjson.dumps(report))

    def _save(self, study, datatype, new, checkpoints, changed):
        key = self.settings.key(study, datatype)
        old = checkpoints.get(key)
        try:
            for _ in range(MAX_RACES):
                merged = self._merged(old, new, changed)
                if self._replaced(key, old, merged):
                    return {"study": study, "datatype": datatype, "events": merged.height, "new_events": new.height,
                            "checkpoint_key": key}
                old = self._checkpoint(key)
            raise RuntimeError(f"{MAX_RACES} races lost")
        except (*FAILURES, RuntimeError, pl.exceptions.PolarsError) as failure:
            return {"study": study, "datatype": datatype, "error": f"{type(failure).__name__}"}

    @staticmethod
    def _merged(old, new, changed):
        if old is None:
            return new.sort("timestamp", "source_key")
        rows = old.rows()
        if changed:
            rows = rows.filter(~pl.col("source_key").is_in(list(changed)))
        return pl.concat([rows, new]).sort("timestamp", "source_key")

    def _replaced(self, key, old, merged):
        """Whether the file is in place; False when somebody else was faster."""
        written = io.BytesIO()
        merged.write_parquet(written, compression="snappy", statistics=True, row_group_size=100_000)
        written.seek(0)
        if pl.scan_parquet(written).select(pl.len()).collect().item() != merged.height:
            raise RuntimeError("the file written is not whole")
        condition = {"IfMatch": old.etag} if old else {"IfNoneMatch": "*"}
        try:
            self.s3.put_object(Bucket=self.settings.checkpoint_bucket, Key=key, Body=written.getvalue(), **condition)
            return True
        except ClientError as refused:
            if status_of(refused) in (409, 412):
                return False
            raise


def client(connections):
    """One client, with nothing switched on that the contract does not ask for."""
    s3 = boto3.client("s3", config=Config(
        max_pool_connections=connections,
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 5},
        parameter_validation=False,
        user_agent=USER_AGENT,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        signature_version="s3v4",
        s3={"addressing_style": "path", "payload_signing_enabled": False},
    ))
    s3.meta.events.unregister("before-call.s3", add_expect_header)
    cache_endpoint(s3)
    return s3


def main():
    arguments = argparse.ArgumentParser(description="eventlog sweep, Python peer")
    arguments.add_argument("--readers", type=int, default=int(os.environ.get("EVENTLOG_READERS", "50")))
    arguments.add_argument("--boto3-reads", action="store_true", help="files by get_object, as most would")
    options = arguments.parse_args()
    os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))
    # What has been imported stays: the collector need not walk it, nor the threads fight over the interpreter.
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    sys.setswitchinterval(0.02)
    result = Sweep(client(options.readers + 5), Settings.of(os.environ), options.readers, options.boto3_reads).run()
    print(orjson.dumps(result).decode(), flush=True)
    sys.stderr.flush()
    os._exit(0 if result["statusCode"] == 200 else 1)


if __name__ == "__main__":
    main()
