#!/usr/bin/env python3
"""The ingest fetch worker as a good Python team would write it: the peer that ours is measured against.

It keeps the contract that bench/contract_test.py checks, with one shared boto3 client per service, eight threads
and no sleep outside a retry. Configuration comes from the same environment variables as ours (see main)."""

import argparse
import datetime
import email.utils
import gc
import gzip
import hashlib
import logging
import os
import random
import re
import signal
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.handlers import add_expect_header

try:
    import orjson as json
except ImportError:
    import json

LOG = logging.getLogger("ingest")
ROUTE = "ingest-fetch"
USER_AGENT = "lake-routes-peer/1.0"
MAX_ATTEMPTS = 5
MAX_RECEIVES = 5
MAX_BODY_BYTES = 50 * 1024 * 1024
MAX_PAGES = 100_000
RETRY_AFTER_CAP = 30.0
VISIBILITY_SECONDS = 300
RETRIED_STATUS = {408, 429, 500, 502, 503, 504}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Permanent(Exception):
    """A failure that no retry can mend; the message is parked."""

    def __init__(self, kind, reason):
        super().__init__(reason)
        self.kind = kind


class Transient(Exception):
    """A failure that may be gone next time; the message goes back to its queue."""


@dataclass(frozen=True)
class Source:
    name: str
    url: str
    queue: str
    page_size: int


@dataclass(frozen=True)
class Page:
    source: Source
    date: str
    number: int
    run_id: str

    @property
    def key(self):
        return f"raw/source={self.source.name}/ingestion_date={self.date}/page={self.number:06d}.json.gz"


@dataclass
class Batch:
    """What is to become of the messages of one receive."""

    done: list = field(default_factory=list)
    following: list = field(default_factory=list)
    parked: list = field(default_factory=list)


class Fetcher:
    """Fetches one page, stores it once, and says which page comes next."""

    def __init__(self, s3, bucket, sources, threads):
        self.s3 = s3
        self.bucket = bucket
        self.sources = sources
        self.run_id = str(uuid.uuid4())
        self.http = urllib3.PoolManager(
            num_pools=len(sources),
            maxsize=threads,
            timeout=urllib3.Timeout(connect=5, read=20),
            retries=False,
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
        )

    def page(self, body):
        """The page that a message asks for; only what has been checked here enters a URL or a key."""
        try:
            message = json.loads(body)
        except ValueError as bad:
            raise Permanent("malformed-message", f"not JSON: {bad}") from bad
        if not isinstance(message, dict):
            raise Permanent("malformed-message", "not a JSON object")
        name, date, number = message.get("endpoint"), message.get("ingestion_date"), message.get("page")
        source = self.sources.get(name) if isinstance(name, str) else None
        if source is None:
            raise Permanent("unknown-endpoint", f"endpoint {name!r} is not configured")
        if not isinstance(date, str) or not DATE.fullmatch(date):
            raise Permanent("malformed-message", f"ingestion_date {date!r} is not YYYY-MM-DD")
        try:
            datetime.date.fromisoformat(date)
        except ValueError as bad:
            raise Permanent("malformed-message", f"ingestion_date {date!r}: {bad}") from bad
        if type(number) is not int or not 1 <= number <= 999_999:
            raise Permanent("malformed-message", f"page {number!r} is not in 1..999999")
        run_id = message.get("run_id")
        return Page(source, date, number, run_id if isinstance(run_id, str) else self.run_id)

    def fetch(self, page):
        """Stores the page; returns the message that asks for the next one, or None after the last."""
        body = self._get(page)
        content = parsed(body)
        self._store(page, body)
        if not leads_on(content, page):
            return None
        following = {"endpoint": page.source.name, "ingestion_date": page.date, "page": page.number + 1,
                     "run_id": page.run_id}
        return as_text(following)

    def _get(self, page):
        url = f"{page.source.url}?date={page.date}&page={page.number}"
        for attempt in range(1, MAX_ATTEMPTS + 1):
            after = None
            try:
                response = self.http.request("GET", url, preload_content=False, redirect=False)
                try:
                    body = response.read(MAX_BODY_BYTES + 1, decode_content=False)
                finally:
                    response.release_conn()
                if response.status == 200:
                    if len(body) > MAX_BODY_BYTES:
                        raise Permanent("body-too-large", f"more than {MAX_BODY_BYTES} bytes")
                    return body
                reason = f"status {response.status}"
                if response.status not in RETRIED_STATUS and response.status < 500:
                    raise Permanent("http-status", reason)
                after = retry_after(response.headers.get("Retry-After"))
            except urllib3.exceptions.HTTPError as broken:
                reason = f"{type(broken).__name__}: {broken}"
            if attempt < MAX_ATTEMPTS:
                pause = after if after is not None else random.uniform(0, 0.5 * 2 ** (attempt - 1))
                LOG.warning("retry page=%s attempt=%d reason=%s", page.key, attempt, reason)
                time.sleep(pause)
        raise Transient(f"{reason} after {MAX_ATTEMPTS} attempts")

    def _store(self, page, body):
        digest = hashlib.sha256(body).hexdigest()
        put = dict(
            Bucket=self.bucket,
            Key=page.key,
            Body=gzip.compress(body, compresslevel=6, mtime=0),
            ContentType="application/gzip",
            Metadata={
                "content-sha256": digest,
                "fetched-at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds"),
                "run-id": page.run_id,
            },
        )
        for _ in range(MAX_ATTEMPTS):
            try:
                self.s3.put_object(**put, IfNoneMatch="*")
                return
            except ClientError as refused:
                if status_of(refused) not in (409, 412):
                    raise
            try:
                present = self.s3.head_object(Bucket=self.bucket, Key=page.key)
                if present["Metadata"].get("content-sha256") == digest:
                    return
                self.s3.put_object(**put, IfMatch=present["ETag"])
                return
            except ClientError as refused:
                # Lost a race, against a writer (412, 409) or a deletion (404): look again.
                if status_of(refused) not in (404, 409, 412):
                    raise
        raise Transient(f"{page.key} kept changing under {MAX_ATTEMPTS} conditional writes")


class Worker(threading.Thread):
    """Takes batches off one queue until told to stop; deletes only what is durably done."""

    def __init__(self, sqs, fetcher, queue_url, dead_letter_url, life):
        super().__init__(daemon=True)
        self.sqs = sqs
        self.fetcher = fetcher
        self.queue_url = queue_url
        self.dead_letter_url = dead_letter_url
        self.life = life

    def run(self):
        while not self.life.stopping.is_set():
            try:
                received = self.sqs.receive_message(
                    QueueUrl=self.queue_url,
                    MaxNumberOfMessages=10,
                    WaitTimeSeconds=20,
                    VisibilityTimeout=VISIBILITY_SECONDS,
                    AttributeNames=["ApproximateReceiveCount"],
                )
                messages = received.get("Messages")
                if messages:
                    with self.life.busy():
                        self.handle(messages)
            except (ClientError, BotoCoreError, HTTPClientError):
                LOG.exception("batch left on queue=%s", self.queue_url)

    def handle(self, messages):
        batch = Batch()
        for message in messages:
            self._handle_one(message, batch)
        undone = self._send(self.queue_url, batch.following)
        undone |= self._send(self.dead_letter_url, batch.parked)
        deletable = [handle for handle in batch.done if handle not in undone]
        if deletable:
            entries = [{"Id": str(i), "ReceiptHandle": handle} for i, handle in enumerate(deletable)]
            answer = self.sqs.delete_message_batch(QueueUrl=self.queue_url, Entries=entries)
            for failed in answer.get("Failed", ()):
                LOG.error("not deleted queue=%s code=%s", self.queue_url, failed["Code"])

    def _handle_one(self, message, batch):
        handle = message["ReceiptHandle"]
        attempts = int(message["Attributes"]["ApproximateReceiveCount"])
        try:
            following = self.fetcher.fetch(self.fetcher.page(message["Body"]))
            if following is not None:
                batch.following.append((handle, {"MessageBody": following}))
            self.life.count_page()
        except Permanent as failure:
            batch.parked.append((handle, parked(message, failure.kind, failure, attempts)))
        except (Transient, ClientError, BotoCoreError, HTTPClientError) as failure:
            if attempts < MAX_RECEIVES:
                LOG.warning("left on queue=%s receives=%d reason=%s", self.queue_url, attempts, failure)
                return
            batch.parked.append((handle, parked(message, "transient-exhausted", failure, attempts)))
        batch.done.append(handle)

    def _send(self, queue_url, messages):
        """Sends the messages; returns the receipt handles of those that could not be sent."""
        if not messages:
            return set()
        entries = [{"Id": str(i), **entry} for i, (_, entry) in enumerate(messages)]
        answer = self.sqs.send_message_batch(QueueUrl=queue_url, Entries=entries)
        failed = answer.get("Failed", ())
        for entry in failed:
            LOG.error("not sent queue=%s code=%s", queue_url, entry["Code"])
        return {messages[int(entry["Id"])][0] for entry in failed}


class Life:
    """When the process may end: when told to, after so many pages, or after so long without any work."""

    def __init__(self, until_pages, until_idle):
        self.until_pages = until_pages
        self.until_idle = until_idle
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.in_hand = 0
        self.pages = 0
        self.last_work = time.monotonic()

    def busy(self):
        return _InHand(self)

    def count_page(self):
        with self.lock:
            self.pages += 1

    def wait(self):
        """Returns once it is time to end and no batch is in hand."""
        while not self.stopping.wait(0.2):
            with self.lock:
                idle = self.in_hand == 0 and time.monotonic() - self.last_work > self.until_idle
                if idle or self.pages >= self.until_pages:
                    self.stopping.set()
        while self.in_hand:
            time.sleep(0.01)


class _InHand:
    def __init__(self, life):
        self.life = life

    def __enter__(self):
        with self.life.lock:
            self.life.in_hand += 1

    def __exit__(self, *_):
        with self.life.lock:
            self.life.in_hand -= 1
            self.life.last_work = time.monotonic()


def parsed(body):
    try:
        content = json.loads(body)
    except ValueError as bad:
        raise Permanent("not-json", str(bad)) from bad
    if not isinstance(content, dict):
        raise Permanent("not-json", "the response is not a JSON object")
    return content


def leads_on(content, page):
    records = content.get("items", content.get("data"))
    if not isinstance(records, list):
        raise Permanent("not-json", "no array at /items or /data")
    more = content.get("has_more") is not False and len(records) >= max(1, page.source.page_size)
    if more and page.number >= MAX_PAGES:
        LOG.warning("cap reached source=%s date=%s page=%d", page.source.name, page.date, page.number)
    return more and page.number < MAX_PAGES


def parked(message, kind, error, attempts):
    def text(value):
        return {"DataType": "String", "StringValue": value}

    return {
        "MessageBody": message["Body"],
        "MessageAttributes": {
            "error_kind": text(kind),
            "error": text(str(error)[:1000]),
            "failed_route": text(ROUTE),
            "attempts": text(str(attempts)),
        },
    }


def retry_after(header):
    if header is None:
        return None
    if header.isdigit():
        return min(float(header), RETRY_AFTER_CAP)
    try:
        then = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    return min(max(0.0, then.timestamp() - time.time()), RETRY_AFTER_CAP)


def status_of(error):
    return error.response["ResponseMetadata"]["HTTPStatusCode"]


def as_text(value):
    text = json.dumps(value)
    return text.decode() if isinstance(text, bytes) else text


def sources_from(environment):
    sources = {}
    for name in environment["INGEST_SOURCES"].split(","):
        prefix = "INGEST_SOURCES_" + name.upper().replace("-", "_")
        if not SOURCE_NAME.fullmatch(name):
            raise SystemExit(f"INGEST_SOURCES: {name!r} is not a source name")
        page_size = int(environment.get(prefix + "_PAGE_SIZE", "0"))
        sources[name] = Source(name, environment[prefix + "_URL"], environment[prefix + "_QUEUE"], page_size)
    return sources


def clients(threads):
    """S3 and SQS clients that sign every request, with nothing switched on that the contract does not ask for."""
    common = dict(
        max_pool_connections=threads,
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": MAX_ATTEMPTS},
        parameter_validation=False,
        user_agent=USER_AGENT,
        disable_request_compression=True,
    )
    s3 = boto3.client("s3", config=Config(
        **common,
        request_checksum_calculation=os.environ.get("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required"),
        response_checksum_validation=os.environ.get("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required"),
        s3={"addressing_style": "path", "payload_signing_enabled": False},
    ))
    # A page is a few kilobytes: asking first costs a round trip and saves nothing.
    s3.meta.events.unregister("before-call.s3", add_expect_header)
    cache_endpoint(s3)
    return s3, boto3.client("sqs", config=Config(**common))


def cache_endpoint(s3):
    """Lets botocore's cache of endpoints hit: it counts the key as part of the address, so each object would miss.

    This reaches into botocore, which a careful team might not do; it is worth a seventh of the peer's time."""
    provider = s3._ruleset_resolver._provider
    resolve = provider.resolve_endpoint
    provider.resolve_endpoint = lambda **asked: resolve(**{name: asked[name] for name in asked if name != "Key"})


def main():
    """Environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, INGEST_RAW_BUCKET,
    INGEST_SOURCES (names, comma-separated) and for each source INGEST_SOURCES_<NAME>_URL, _QUEUE, _PAGE_SIZE."""
    arguments = argparse.ArgumentParser(description="ingest fetch worker, Python peer")
    arguments.add_argument("--threads", type=int, default=8)
    arguments.add_argument("--until-pages", type=float, default=float("inf"), help="end after so many pages")
    arguments.add_argument("--until-idle", type=float, default=float("inf"), help="end after so many idle seconds")
    options = arguments.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    print(f"JSON is parsed by {json.__name__}", file=sys.stderr)
    os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))
    sources = sources_from(os.environ)
    life = Life(options.until_pages, options.until_idle)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: life.stopping.set())
    s3, sqs = clients(options.threads)
    fetcher = Fetcher(s3, os.environ["INGEST_RAW_BUCKET"], sources, options.threads)
    urls = [(url_of(sqs, s.queue), url_of(sqs, s.queue + "-dlq")) for s in sources.values()]
    for number in range(max(options.threads, len(urls))):
        queue_url, dead_letter_url = urls[number % len(urls)]
        Worker(sqs, fetcher, queue_url, dead_letter_url, life).start()
    # What has been imported stays: the collector need not walk it, nor the threads fight over the interpreter.
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
    sys.setswitchinterval(0.05)
    life.wait()
    sys.stderr.flush()
    # The other threads sit in long polls with nothing in hand; there is nothing to wait for.
    os._exit(0)


def url_of(sqs, queue):
    return sqs.get_queue_url(QueueName=queue)["QueueUrl"]


if __name__ == "__main__":
    main()
