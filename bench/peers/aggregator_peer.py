#!/usr/bin/env python3
"""The aggregator as a good Python team would write it: the peer that ours is measured against.

Both steps in one process, with one shared boto3 client per service and a few threads: S3 events to bundles, bundles
to NiFi, with the contract that bench/bundle_contract_test.py checks. Configuration comes from the same environment
variables as ours (see main)."""

import argparse
import base64
import datetime
import gc
import hashlib
import logging
import os
import re
import signal
import sys
import tempfile
import threading
import time
import unicodedata
import urllib.parse
import uuid
import zlib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from tarfile import PAX_FORMAT, TarInfo

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.handlers import add_expect_header

from ingest_peer import USER_AGENT, as_text, cache_endpoint, json, status_of, url_of

LOG = logging.getLogger("aggregator")
MAX_OBJECTS = 99
MAX_RECEIVES = 5
MAX_ATTEMPTS = 20
AHEAD = 8
CHUNK = 64 * 1024
IN_MEMORY = 8 * 1024 * 1024
LEASE_SECONDS = 300
VISIBILITY_SECONDS = 300
KEPT_SECONDS = 30 * 24 * 3600
FAILURE_THRESHOLD = 3
COOLDOWN_SECONDS = 300
LEASE = ("owner", "lease_until")
NOT_OPEN = (*LEASE, "open")
FAILURES = (ClientError, BotoCoreError, HTTPClientError)
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9]) *(?:[.:].*)?", re.IGNORECASE)
DRIVES = re.compile(r"^(?:/|\./|[A-Za-z]:)+")


class Permanent(Exception):
    """A failure that no retry can mend; the message is parked."""


class Transient(Exception):
    """A failure that may be gone next time; the message goes back to its queue."""


class Outage(Exception):
    """NiFi is down; the message waits."""


@dataclass(frozen=True)
class LandedObject:
    """One content of one object, as its event tells of it."""

    bucket: str
    key: str
    version: str
    etag: str
    sequencer: str
    size: int

    @property
    def id(self):
        return f"{self.bucket}/{self.key}/{self.version or self.sequencer or self.etag}"


class Table:
    """Bundles and their objects in DynamoDB; every change asks whether nobody else was faster."""

    def __init__(self, dynamodb, name):
        self.dynamodb = dynamodb
        self.name = name

    def claim(self, bundle, objects):
        """Claims the objects for the bundle, all or none; answers which bundle holds those that were taken."""
        now = int(time.time())
        ttl = {"N": str(now + KEPT_SECONDS)}
        condition = {
            "ExpressionAttributeNames": {"#id": "id", "#ttl": "ttl"},
            "ExpressionAttributeValues": {":now": {"N": str(now)}},
            "ConditionExpression": "attribute_not_exists(#id) OR #ttl < :now",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            "TableName": self.name,
        }
        group = {"S": bundle["id"]}
        row = {name: {"S": value} for name, value in bundle.items()}
        writes = [{"Put": {"Item": {**row, "version": {"N": "1"}, "ttl": ttl}, **condition}}]
        writes += [{"Put": {"Item": {"id": {"S": o.id}, "group": group, "ttl": ttl}, **condition}} for o in objects]
        try:
            self.dynamodb.transact_write_items(TransactItems=writes)
            return {}
        except ClientError as refused:
            reasons = refused.response.get("CancellationReasons", ())
            if not reasons or any(r["Code"] not in ("None", "ConditionalCheckFailed") for r in reasons):
                raise
            holders = {}
            for reason, id_ in zip(reasons, [bundle["id"], *(o.id for o in objects)]):
                if reason["Code"] == "ConditionalCheckFailed":
                    holders[id_] = reason["Item"].get("group", group)["S"]
            return holders

    def find(self, id_):
        item = self.dynamodb.get_item(TableName=self.name, Key={"id": {"S": id_}}, ConsistentRead=True).get("Item")
        return item and {name: value.get("S", value.get("N")) for name, value in item.items()}

    def change(self, row, remove=(), **facts):
        """The row as it is now; fails when somebody has changed it since."""
        now = int(time.time())
        version = int(row["version"])
        facts["since"] = stamp(now)
        names = {"#version": "version", "#ttl": "ttl", **{f"#{name}": name for name in (*facts, *remove)}}
        values = {
            ":seen": {"N": str(version)},
            ":next": {"N": str(version + 1)},
            ":now": {"N": str(now)},
            ":ttl": {"N": str(now + KEPT_SECONDS)},
            **{f":{name}": {"S": value} for name, value in facts.items()},
        }
        update = "SET #version = :next, #ttl = :ttl" + "".join(f", #{name} = :{name}" for name in facts)
        if remove:
            update += " REMOVE " + ", ".join(f"#{name}" for name in remove)
        try:
            self.dynamodb.update_item(
                TableName=self.name,
                Key={"id": {"S": row["id"]}},
                UpdateExpression=update,
                ConditionExpression="#version = :seen AND #ttl >= :now",
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=values,
            )
        except ClientError as refused:
            if is_condition(refused):
                raise Transient(f"{row['id']} was changed by somebody else") from refused
            raise
        left = {name: value for name, value in row.items() if name not in remove}
        return {**left, **facts, "version": str(version + 1)}


class Bundler:
    """Makes bundles of batches of S3 events."""

    def __init__(self, clients, settings, readers):
        self.s3 = clients.s3
        self.queues = clients.queues
        self.settings = settings
        self.table = Table(clients.dynamodb, settings.table)
        self.readers = readers

    def handle(self, messages):
        """Bundles what a batch of messages announces, parks what is poison, deletes what is durably done."""
        run_id = str(uuid.uuid4())
        objects, refused = {}, {}
        for message in messages:
            try:
                message["objects"] = [self._arrived(record) for record in records(message["Body"])]
                objects.update((o.id, o) for o in message["objects"] if o)
            except Permanent as failure:
                refused[message["MessageId"]] = str(failure)
        standings = {}
        for chunk in chunks(objects.values(), self.settings.batch_bytes):
            standings.update(self._place(chunk, run_id))
        done = []
        for message in messages:
            reason = refused.get(message["MessageId"])
            found = [] if reason else [standings[o.id] for o in message["objects"] if o]
            reason = reason or next((str(s) for s in found if isinstance(s, Permanent)), None)
            if any(isinstance(s, Transient) for s in found):
                if int(message["Attributes"]["ApproximateReceiveCount"]) < MAX_RECEIVES:
                    continue
                reason = str(next(s for s in found if isinstance(s, Transient)))
            if reason is None or self.queues.park(self.settings.events_queue, message, "aggregator-bundle", reason):
                done.append(message)
        self.queues.delete(self.settings.events_queue, done)

    def _arrived(self, record):
        """The object of a record; None for an event that tells of no new content."""
        try:
            if not record["eventName"].startswith("ObjectCreated:"):
                return None
            s3 = record["s3"]
            told = s3["object"]
            key = urllib.parse.unquote_plus(told["key"])
            landed = LandedObject(s3["bucket"]["name"], key, told.get("versionId", ""), told.get("eTag", ""),
                                  told.get("sequencer", "").lower().lstrip("0"), told["size"])
        except (KeyError, TypeError, AttributeError) as bad:
            raise Permanent(f"not an event of S3: {bad!r}") from bad
        if landed.bucket != self.settings.landing_bucket or not key.startswith(self.settings.prefix):
            raise Permanent("not an object of the landing")
        safe_name(key)
        return landed

    def _place(self, chunk, run_id):
        """What becomes of each object: None when it is done, or why it is not."""
        try:
            left = {landed.id: landed for landed in chunk}
            standings = {}
            while left:
                row = planned(list(left.values()), run_id)
                holders = self.table.claim(row, sorted(left.values(), key=lambda landed: landed.id))
                if not holders:
                    row["version"] = "1"
                    return {**standings, **self._finish(row, list(left.values()))}
                for holder in set(holders.values()):
                    found = self._meet(holder, run_id)
                    for id_ in [id_ for id_, by in holders.items() if by == holder and id_ in left]:
                        standings[id_] = found.get(id_)
                        del left[id_]
            return standings
        except (*FAILURES, Transient) as failure:
            LOG.warning("bundle left: %s", failure)
            return {landed.id: Transient(str(failure)) for landed in chunk}

    def _meet(self, bundle_id, run_id):
        """Finishes somebody else's bundle whose lease is over; nothing is said of objects that are done."""
        row = self.table.find(bundle_id)
        if row["state"] not in ("PLANNED", "ARCHIVED"):
            return {}
        landed = [LandedObject(**fields) for fields in json.loads(row["objects"])]
        if float(row["lease_until"]) > time.time():
            return {o.id: Transient(f"{bundle_id} is being made") for o in landed}
        row = self.table.change(row, owner=run_id, lease_until=str(time.time() + LEASE_SECONDS))
        return self._finish(row, landed)

    def _finish(self, row, landed):
        standings = dict.fromkeys(o.id for o in landed)
        if row["state"] == "PLANNED":
            row, standings = self._archive(row, landed)
        if row["state"] == "ARCHIVED":
            body = as_text({"bundle_id": row["id"], "planned_at": row["planned_at"], "run_id": row["run_id"]})
            self.queues.send(self.settings.deliveries_queue, [{"Id": "0", "MessageBody": body}])
            try:
                self.table.change(row, state="PENDING", attempts="0", remove=LEASE)
            except Transient:
                # Its delivery may have been faster than this note of it.
                if self.table.find(row["id"])["state"] not in ("DELIVERING", "DELIVERED"):
                    raise
        return standings

    def _archive(self, row, landed):
        names = member_names(landed)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as spool:
            standings, members, sha256 = self._write(spool, names)
            if not members:
                waiting = any(isinstance(s, Transient) for s in standings.values())
                state = "PLANNED" if waiting else "EMPTY"
                return self.table.change(row, state=state, lease_until="0"), standings
            length = spool.tell()
            spool.seek(0)
            metadata = {"content-sha256": sha256, "member-count": str(len(members)), "run-id": row["run_id"]}
            key = archive_key(row)
            try:
                self.s3.put_object(Bucket=self.settings.archive_bucket, Key=key, Body=spool, ContentLength=length,
                                   ContentType="application/gzip", Metadata=metadata, IfNoneMatch="*")
            except ClientError as refused:
                if status_of(refused) != 412:
                    raise
                present = self.s3.head_object(Bucket=self.settings.archive_bucket, Key=key)
                sha256, length = present["Metadata"]["content-sha256"], present["ContentLength"]
        manifest = {"bundle_id": row["id"], "key": key, "sha256": sha256, "members": members}
        self.s3.put_object(Bucket=self.settings.archive_bucket, Key=key.replace(".tar.gz", ".manifest.json"),
                           Body=as_text(manifest).encode(), ContentType="application/json")
        held = [o for o in landed if standings[o.id] is None]
        facts = {"objects": as_text([vars(o) for o in held])} if len(held) < len(landed) else {}
        facts.update(sha256=sha256, bytes=str(length), members=str(len(held)))
        row = self.table.change(row, state="ARCHIVED", **facts)
        return row, standings

    def _write(self, spool, names):
        """Writes the members in the order of their names; answers what became of each, and the SHA-256 of it all."""
        whole = hashlib.sha256()
        gzip = zlib.compressobj(6, zlib.DEFLATED, 31)  # a gzip file without a time and a name
        standings, members = {}, []

        def put(compressed):
            if compressed:
                whole.update(compressed)
                spool.write(compressed)

        waiting = deque(sorted(names))
        ahead = deque(self.readers.submit(self._open, names[waiting.popleft()]) for _ in range(min(AHEAD, len(names))))
        for name in sorted(names):
            landed = names[name]
            opened = ahead.popleft()
            if waiting:
                ahead.append(self.readers.submit(self._open, names[waiting.popleft()]))
            try:
                first, rest = opened.result()
            except (Permanent, *FAILURES) as failure:
                standings[landed.id] = failure if isinstance(failure, Permanent) else Transient(str(failure))
                continue
            info = TarInfo(name)
            info.size = landed.size
            info.mode = 0o644
            digest = hashlib.sha256(first)
            padding = bytes(-landed.size % 512)
            if rest is None:
                put(gzip.compress(info.tobuf(PAX_FORMAT, "utf-8", "surrogateescape") + first + padding))
            else:
                put(gzip.compress(info.tobuf(PAX_FORMAT, "utf-8", "surrogateescape") + first))
                read = len(first)
                while chunk := rest.read(CHUNK):
                    digest.update(chunk)
                    put(gzip.compress(chunk))
                    read += len(chunk)
                if read != landed.size:
                    raise Transient(f"object broke off after {read} of {landed.size} bytes")
                put(gzip.compress(padding))
            standings[landed.id] = None
            members.append({"name": name, "bucket": landed.bucket, "key": landed.key, "version": landed.version,
                            "size": landed.size, "sha256": digest.hexdigest()})
        put(gzip.compress(bytes(1024)))
        put(gzip.flush())
        return standings, members, whole.hexdigest()

    def _open(self, landed):
        """The first bytes of an object and, when there are more, the stream that goes on with them."""
        which = {"VersionId": landed.version} if landed.version else {"IfMatch": f'"{landed.etag}"'}
        try:
            answer = self.s3.get_object(Bucket=landed.bucket, Key=landed.key, **which)
        except ClientError as refused:
            if status_of(refused) == 404:
                raise Permanent("object is not there (any more)") from refused
            raise
        if answer["ContentLength"] != landed.size:
            raise Permanent(f"object has {answer['ContentLength']} bytes, expected {landed.size}")
        body = answer["Body"]
        if landed.size <= CHUNK:
            return body.read(), None
        return body.read(CHUNK), body


class Circuit:
    """The circuit breaker that the fleet shares. As long as all is well nothing is written."""

    def __init__(self, dynamodb, table):
        self.dynamodb = dynamodb
        self.table = table
        self.key = {"service": {"S": "aggregator-nifi"}}

    def permit(self):
        """What is known of it, when it lets a delivery pass; one probe in the fleet passes an open one."""
        row = self.dynamodb.get_item(TableName=self.table, Key=self.key, ConsistentRead=True).get("Item")
        if row and row["state"]["S"] != "closed":
            if float(row["until"]["N"]) > time.time():
                raise Outage("NiFi is down")
            row = self._write(row, state="half-open", until=time.time() + LEASE_SECONDS)
            if row is None:
                raise Outage("somebody else asks NiFi")
        return row

    def succeeded(self, row):
        if row and (row["state"]["S"] != "closed" or row["failures"]["N"] != "0"):
            self._write(row, state="closed", until=0)

    def failed(self, row):
        failures = 1 + int(row["failures"]["N"]) if row else 1
        opens = failures >= FAILURE_THRESHOLD or bool(row) and row["state"]["S"] == "half-open"
        until = time.time() + COOLDOWN_SECONDS if opens else 0
        self._write(row, state="open" if opens else "closed", until=until, failures=failures)

    def _write(self, seen, state, until, failures=0):
        version = int(seen["version"]["N"]) if seen else 0
        row = {**self.key, "state": {"S": state}, "until": {"N": str(until)}, "failures": {"N": str(failures)},
               "version": {"N": str(version + 1)}}
        expected = {"ConditionExpression": "attribute_not_exists(service)"}
        if seen:
            expected = {"ConditionExpression": "#version = :seen", "ExpressionAttributeNames": {"#version": "version"},
                        "ExpressionAttributeValues": {":seen": {"N": str(version)}}}
        try:
            self.dynamodb.put_item(TableName=self.table, Item=row, **expected)
            return row
        except ClientError as refused:
            if is_condition(refused):
                return None
            raise


class Deliverer:
    """Sends bundles to NiFi, each by whoever has claimed it."""

    def __init__(self, clients, settings):
        self.s3 = clients.s3
        self.queues = clients.queues
        self.settings = settings
        self.table = Table(clients.dynamodb, settings.table)
        self.circuit = Circuit(clients.dynamodb, settings.circuit_table)
        self.http = urllib3.PoolManager(timeout=urllib3.Timeout(connect=5, read=60), retries=False)
        self.headers = {"User-Agent": USER_AGENT, "Content-Type": "application/gzip"}
        if settings.nifi_secret:
            secret = json.loads(clients.secrets.get_secret_value(SecretId=settings.nifi_secret)["SecretString"])
            pair = f"{secret['username']}:{secret['password']}".encode()
            self.headers["Authorization"] = "Basic " + base64.b64encode(pair).decode()

    def handle(self, messages):
        done = []
        for message in messages:
            try:
                if self._deliver(message, tries=3):
                    done.append(message)
            except Permanent as failure:
                queue = self.settings.deliveries_queue
                if self.queues.park(queue, message, "aggregator-delivery", str(failure)):
                    done.append(message)
            except (*FAILURES, Transient, Outage) as failure:
                LOG.warning("delivery left: %s", failure)
                self.queues.hide(self.settings.deliveries_queue, message, 60 if isinstance(failure, Outage) else 5)
        self.queues.delete(self.settings.deliveries_queue, done)

    def _deliver(self, message, tries):
        try:
            row = self.table.find(json.loads(message["Body"])["bundle_id"])
        except (ValueError, TypeError, KeyError) as bad:
            raise Permanent(f"not a delivery: {bad!r}") from bad
        if row is None:
            raise Permanent("no such bundle")
        if row["state"] in ("DELIVERED", "EMPTY"):
            return True
        if row["state"] == "PLANNED" or row["state"] == "DELIVERING" and float(row["lease_until"]) > time.time():
            return False
        permit = self.circuit.permit()
        attempts = int(row.get("attempts", "0")) + 1
        try:
            row = self.table.change(row, state="DELIVERING", attempts=str(attempts), owner=self.settings.owner,
                                    lease_until=str(time.time() + LEASE_SECONDS))
        except Transient:
            if tries == 1:
                raise
            return self._deliver(message, tries - 1)  # Its maker has noted only now that it is on its way.
        try:
            self._post(row)
        except Permanent:
            self.table.change(row, state="PARKED", remove=NOT_OPEN)
            raise
        except Transient:
            self.circuit.failed(permit)
            if attempts >= MAX_ATTEMPTS:
                self.table.change(row, state="PARKED", remove=NOT_OPEN)
                raise Permanent(f"NiFi did not take it, {attempts} attempts") from None
            self.table.change(row, state="PENDING", remove=LEASE)
            raise
        self.table.change(row, state="DELIVERED", delivered_at=stamp(time.time()), remove=NOT_OPEN)
        self.circuit.succeeded(permit)
        return True

    def _post(self, row):
        archived = self.s3.get_object(Bucket=self.settings.archive_bucket, Key=archive_key(row))["Body"]
        headers = {**self.headers, "Content-Length": row["bytes"], "X-Content-SHA256": row["sha256"],
                   "X-Bundle-Id": row["id"]}
        try:
            answer = self.http.request("POST", self.settings.nifi_url, body=archived, headers=headers, redirect=False)
        except urllib3.exceptions.HTTPError as broken:
            raise Transient(f"NiFi: {broken}") from broken
        if answer.status == 429 or answer.status >= 500:
            raise Transient(f"NiFi answered {answer.status}")
        if answer.status >= 300:
            raise Permanent(f"NiFi answered {answer.status}")


class Queues:
    """SQS in tens, with every entry's own result looked at."""

    def __init__(self, sqs):
        self.sqs = sqs
        self.urls = {}

    def url(self, queue):
        if queue not in self.urls:
            self.urls[queue] = url_of(self.sqs, queue)
        return self.urls[queue]

    def receive(self, queue, most, wait):
        answer = self.sqs.receive_message(QueueUrl=self.url(queue), MaxNumberOfMessages=most, WaitTimeSeconds=wait,
                                          VisibilityTimeout=VISIBILITY_SECONDS,
                                          AttributeNames=["ApproximateReceiveCount"])
        return answer.get("Messages", [])

    def send(self, queue, entries):
        failed = self.sqs.send_message_batch(QueueUrl=self.url(queue), Entries=entries).get("Failed")
        if failed:
            raise Transient(f"{queue} did not take {failed}")

    def park(self, queue, message, route, reason):
        attributes = {"error_kind": "poison", "error": reason[:1000], "failed_route": route,
                      "attempts": message["Attributes"]["ApproximateReceiveCount"]}
        texts = {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
        try:
            self.send(queue + "-dlq", [{"Id": "0", "MessageBody": message["Body"], "MessageAttributes": texts}])
            return True
        except (*FAILURES, Transient) as failure:
            LOG.error("not parked: %s", failure)
            return False

    def hide(self, queue, message, seconds):
        self.sqs.change_message_visibility(QueueUrl=self.url(queue), ReceiptHandle=message["ReceiptHandle"],
                                           VisibilityTimeout=seconds)

    def delete(self, queue, messages):
        for start in range(0, len(messages), 10):
            entries = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]}
                       for i, message in enumerate(messages[start : start + 10])]
            for failed in self.sqs.delete_message_batch(QueueUrl=self.url(queue), Entries=entries).get("Failed", ()):
                LOG.error("not deleted queue=%s code=%s", queue, failed["Code"])


class Door(threading.Thread):
    """Collects batches off a queue until told to stop, and lets a step work on them."""

    def __init__(self, queues, queue, step, size, patience, stopping):
        super().__init__(daemon=True)
        self.queues = queues
        self.queue = queue
        self.step = step
        self.size = size
        self.patience = patience
        self.stopping = stopping
        self.in_hand = threading.Lock()

    def run(self):
        while not self.stopping.is_set():
            try:
                messages = self.queues.receive(self.queue, min(10, self.size), 20)
                if messages:
                    with self.in_hand:
                        self.step(self._collected(messages))
            except FAILURES:
                LOG.exception("batch left on queue=%s", self.queue)

    def _collected(self, messages):
        deadline = time.monotonic() + self.patience
        while len(messages) < self.size and (left := deadline - time.monotonic()) > 0:
            messages += self.queues.receive(self.queue, min(10, self.size - len(messages)), min(20, max(1, round(left))))
        return messages


def records(body):
    """The S3 records of a message, which may have come by SNS; none in a test event."""
    try:
        message = json.loads(body)
        if message.get("Type") == "Notification":
            message = json.loads(message["Message"])
        if message.get("Event") == "s3:TestEvent":
            return []
        if not isinstance(message["Records"], list):
            raise TypeError("Records is no list")
        return message["Records"]
    except (ValueError, KeyError, TypeError, AttributeError) as bad:
        raise Permanent(f"not an S3 notification: {bad!r}") from bad


def safe_name(key):
    """The name that an object has in its bundle."""
    name = key
    if "%" in name or not name.isascii():
        for _ in range(6):
            readable = unicodedata.normalize("NFKC", urllib.parse.unquote(name))
            if readable == name:
                break
            name = readable
        else:
            raise Permanent("key is encoded too often")
    name = DRIVES.sub("", name.replace("\\", "/"))
    if len(name.encode()) > 1024 or not name.isprintable() and any(unicodedata.category(c) in INVISIBLE for c in name):
        raise Permanent("key is too long, or has characters that nobody sees")
    components = [component for component in name.split("/") if component not in ("", ".")]
    for component in components:
        if component == ".." or component != component.strip(" ") or DEVICE.fullmatch(component):
            raise Permanent("key cannot be a safe name")
    if not components:
        raise Permanent("key has no name")
    return "/".join(components)


def member_names(landed):
    """The objects by their names; the second of two with one name gets a part of the hash of its id behind it."""
    names = {}
    for one in sorted(landed, key=lambda o: o.id):
        name = safe_name(one.key)
        if name in names:
            name += "~" + hashlib.sha256(one.id.encode()).hexdigest()[:16]
        names[name] = one
    return names


def chunks(objects, most_bytes):
    """As many objects as a transaction holds, and no more bytes than a bundle may have."""
    chunk, size = [], 0
    for landed in objects:
        if chunk and (len(chunk) == MAX_OBJECTS or size + landed.size > most_bytes):
            yield chunk
            chunk, size = [], 0
        chunk.append(landed)
        size += landed.size
    if chunk:
        yield chunk


def planned(landed, run_id):
    """The row of a new bundle of these objects."""
    ordered = sorted(landed, key=lambda o: o.id)
    digest = hashlib.sha256("".join(o.id + "\n" for o in ordered).encode()).hexdigest()
    now = time.time()
    return {
        "id": "bundle-" + digest[:32],
        "state": "PLANNED",
        "open": "bundle",
        "since": stamp(now),
        "planned_at": stamp(now),
        "run_id": run_id,
        "owner": run_id,
        "lease_until": str(now + LEASE_SECONDS),
        "objects": as_text([vars(o) for o in ordered]),
    }


def archive_key(row):
    return f"bundles/{row['planned_at'][:13].replace('-', '/').replace('T', '/')}/{row['id']}.tar.gz"


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_condition(refused):
    return refused.response["Error"]["Code"] == "ConditionalCheckFailedException"


@dataclass(frozen=True)
class Settings:
    landing_bucket: str
    archive_bucket: str
    nifi_url: str
    nifi_secret: str
    owner: str
    batch_size: int
    batch_seconds: int
    batch_bytes: int = 100 * 1024 * 1024
    prefix: str = "data/"
    events_queue: str = "aggregator-events"
    deliveries_queue: str = "aggregator-deliveries"
    table: str = "lake-objects"
    circuit_table: str = "lake-circuits"

    @classmethod
    def of(cls, variables):
        return cls(
            variables["AGGREGATOR_LANDING_BUCKET"],
            variables["AGGREGATOR_ARCHIVE_BUCKET"],
            variables["AGGREGATOR_NIFI_URL"],
            variables.get("AGGREGATOR_NIFI_SECRET", ""),
            str(uuid.uuid4()),
            int(variables.get("AGGREGATOR_BATCH_SIZE", "99")),
            int(variables.get("AGGREGATOR_BATCH_TIMEOUT", "5s").removesuffix("s")),
        )


class Clients:
    """One client a service, with nothing switched on that the contract does not ask for."""

    def __init__(self, connections):
        common = dict(
            max_pool_connections=connections,
            connect_timeout=5,
            read_timeout=30,
            retries={"mode": "standard", "total_max_attempts": 5},
            parameter_validation=False,
            user_agent=USER_AGENT,
            disable_request_compression=True,
        )
        self.s3 = boto3.client("s3", config=Config(
            **common,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path", "payload_signing_enabled": False},
        ))
        self.s3.meta.events.unregister("before-call.s3", add_expect_header)
        cache_endpoint(self.s3)
        self.dynamodb = boto3.client("dynamodb", config=Config(**common))
        self.secrets = boto3.client("secretsmanager", config=Config(**common))
        self.queues = Queues(boto3.client("sqs", config=Config(**common)))


def stop_signals():
    """An event that SIGTERM and SIGINT set."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    return stopping


def serve(doors, stopping, new_objects):
    """Lets the doors work until the event is set, then ends the process.

    new_objects: how many there may be before the collector looks at them."""
    for door in doors:
        door.start()
    # What has been imported stays: the collector need not walk it, nor the threads fight over the interpreter.
    gc.freeze()
    gc.set_threshold(new_objects, 50, 50)
    sys.setswitchinterval(0.05)
    while not stopping.wait(0.2):
        pass
    for door in doors:
        door.in_hand.acquire()  # so that a batch in hand is finished, and no other begins
    sys.stderr.flush()
    os._exit(0)


def main():
    """Environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AGGREGATOR_LANDING_BUCKET,
    AGGREGATOR_ARCHIVE_BUCKET, AGGREGATOR_NIFI_URL, AGGREGATOR_NIFI_SECRET, AGGREGATOR_BATCH_SIZE, _BATCH_TIMEOUT."""
    arguments = argparse.ArgumentParser(description="aggregator, Python peer")
    arguments.add_argument("--bundlers", type=int, default=2, help="batches that are worked on at the same time")
    arguments.add_argument("--readers", type=int, default=8, help="objects that are read at the same time")
    options = arguments.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))
    settings = Settings.of(os.environ)
    stopping = stop_signals()
    clients = Clients(options.readers + options.bundlers + 2)
    bundler = Bundler(clients, settings, ThreadPoolExecutor(options.readers))
    deliverer = Deliverer(clients, settings)
    doors = [
        Door(clients.queues, settings.events_queue, bundler.handle, settings.batch_size, settings.batch_seconds, stopping)
        for _ in range(options.bundlers)
    ]
    doors.append(Door(clients.queues, settings.deliveries_queue, deliverer.handle, 1, 0, stopping))
    serve(doors, stopping, 50_000)


if __name__ == "__main__":
    main()
