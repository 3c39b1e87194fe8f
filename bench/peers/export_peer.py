#!/usr/bin/env python3
"""The export as a good Python team would write it: the peer that ours is measured against.

Events of S3 to queries of Athena, their result CSV as a stream to batches of JSON, four of them on their way to an
OAuth2 API at a time, each acknowledgement in the ledger; with the contract that bench/export_contract_test.py checks.
Configuration comes from the same environment variables as ours (see main)."""

import argparse
import base64
import csv
import datetime
import gc
import hashlib
import io
import logging
import os
import random
import re
import signal
import sys
import threading
import time
import urllib.parse
import uuid
import zlib
from itertools import islice

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from ingest_peer import USER_AGENT, json, url_of

LOG = logging.getLogger("export")
LEASE_SECONDS = 300
VISIBILITY_SECONDS = 300
KEPT_SECONDS = 400 * 24 * 3600
CHUNK = 1 << 20
MAX_ATTEMPTS = 3
RETRIED = {408, 429, 500, 502, 503, 504}
FAILURES = (ClientError, BotoCoreError, HTTPClientError)
NOT_QUOTES_OR_LINES = bytes(byte for byte in range(256) if byte not in b'"\n')
SPECIAL = re.compile(r"[\x00-\x1f\\]")
FIELD = re.compile(r'(?:"((?:[^"]|"")*)")?[,\n]')


class Permanent(Exception):
    """A failure that no retry can mend."""


class Transient(Exception):
    """A failure that may be gone next time."""


def text_bytes(value):
    encoded = json.dumps(value)
    return encoded if isinstance(encoded, bytes) else encoded.encode()


class Ledger:
    """One export's row; every change of it asks whether it is still ours."""

    def __init__(self, dynamodb, table, export_id, owner):
        self.dynamodb = dynamodb
        self.table = table
        self.key = {"run": {"S": f"export:{export_id}"}, "at": {"S": "export"}}
        self.owner = {"S": owner}

    def claim(self):
        """The row as it stands, ours for a lease; None when it is finished."""
        now = int(time.time())
        try:
            return self.dynamodb.update_item(
                TableName=self.table,
                Key=self.key,
                UpdateExpression="SET #owner = :owner, lease_until = :until, #ttl = :ttl",
                ConditionExpression="attribute_not_exists(finished_at)"
                " AND (attribute_not_exists(lease_until) OR lease_until < :now)",
                ExpressionAttributeNames={"#owner": "owner", "#ttl": "ttl"},
                ExpressionAttributeValues={":owner": self.owner, ":until": {"S": stamp(now + LEASE_SECONDS)},
                                           ":now": {"S": stamp(now)}, ":ttl": {"N": str(now + KEPT_SECONDS)}},
            ) and self.read()
        except ClientError as refused:
            if refused.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            if "finished_at" in self.read():
                return None
            raise Transient("export is held by another worker") from refused

    def read(self):
        item = self.dynamodb.get_item(TableName=self.table, Key=self.key, ConsistentRead=True).get("Item", {})
        return {name: value.get("S", value.get("N")) for name, value in item.items()}

    def keep(self, **facts):
        facts.setdefault("lease_until", stamp(time.time() + LEASE_SECONDS))
        try:
            self.dynamodb.update_item(
                TableName=self.table,
                Key=self.key,
                UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in facts),
                ConditionExpression="#owner = :owner AND attribute_not_exists(finished_at)",
                ExpressionAttributeNames={"#owner": "owner"},
                ExpressionAttributeValues={":owner": self.owner, **{f":{n}": {"S": v} for n, v in facts.items()}},
            )
        except ClientError as refused:
            if refused.response["Error"]["Code"] == "ConditionalCheckFailedException":
                raise Transient("export was taken over by another worker") from refused
            raise


class Acknowledged:
    """Which batches the API has: a watermark and a packed bitmap behind it. Whoever finds nobody writing writes all."""

    def __init__(self, ledger, text):
        self.ledger = ledger
        self.lock = threading.Lock()
        self.writing = self.unwritten = False
        self.through, packed = 0, ""
        if text:
            number, packed = text.split(":", 1)
            self.through = int(number)
        bits = int.from_bytes(zlib.decompress(base64.b64decode(packed)), "little") if packed else 0
        self.behind = {self.through + 1 + bit for bit in range(bits.bit_length()) if bits >> bit & 1}

    def __contains__(self, batch):
        return batch <= self.through or batch in self.behind

    def count(self):
        return self.through + len(self.behind)

    def add(self, batch):
        with self.lock:
            self.behind.add(batch)
            while self.through + 1 in self.behind:
                self.through += 1
                self.behind.remove(self.through)
            self.unwritten = True
            if self.writing:
                return
            self.writing = True
        try:
            while text := self._next():
                self.ledger.keep(acknowledged=text)
        except BaseException:
            with self.lock:
                self.writing = False
            raise

    def _next(self):
        with self.lock:
            if not self.unwritten:
                self.writing = False
                return None
            self.unwritten = False
            return self.text()

    def text(self):
        bits = sum(1 << batch - 1 - self.through for batch in self.behind)
        packed = zlib.compress(bits.to_bytes(bits.bit_length() // 8 + 1, "little"))
        return f"{self.through}:{base64.b64encode(packed).decode()}"


class Api:
    """Posts batches over kept connections; one token for all threads, renewed once when it is refused."""

    def __init__(self, secrets, settings):
        secret = json.loads(secrets.get_secret_value(SecretId=settings.secret)["SecretString"])
        base = urllib.parse.urlsplit(secret["api_base_url"])
        if base.netloc not in settings.hosts:
            raise Permanent("api_base_url is not among EXPORT_API_HOSTS")
        self.settings = settings
        self.token_path = secret.get("token_endpoint", "/oauth/token")
        self.form = urllib.parse.urlencode({"grant_type": "client_credentials", "client_id": secret["client_id"],
                                            "client_secret": secret["client_secret"]})
        pool = urllib3.HTTPSConnectionPool if base.scheme == "https" else urllib3.HTTPConnectionPool
        more = {"ca_certs": os.environ.get("AWS_CA_BUNDLE")} if base.scheme == "https" else {}
        self.pool = pool(base.hostname, base.port, maxsize=settings.parallel, retries=False,
                         timeout=urllib3.Timeout(connect=5, read=30), **more)
        self.lock = threading.Lock()
        self.headers, self.until = None, 0

    def authorised(self, refused=None):
        """The headers of a post; others than those that were refused."""
        headers = self.headers
        if headers is not None and headers is not refused and self.until > time.time():
            return headers
        with self.lock:
            if self.headers is None or self.headers is refused or self.until <= time.time():
                answer = self.pool.urlopen("POST", self.token_path, self.form, redirect=False, headers={
                    "Content-Type": "application/x-www-form-urlencoded", "User-Agent": USER_AGENT})
                if answer.status != 200:
                    raise Transient(f"token endpoint answered {answer.status}")
                token = json.loads(answer.data)
                self.until = time.time() + token.get("expires_in", 300) - 60
                self.headers = {"Content-Type": "application/json", "User-Agent": USER_AGENT,
                                "Authorization": "Bearer " + token["access_token"]}
            return self.headers

    def post(self, key, body):
        renewed, attempt = False, 0
        while True:
            attempt += 1
            headers = self.authorised()
            try:
                answer = self.pool.urlopen("POST", self.settings.path, body, {**headers, "Idempotency-Key": key},
                                           redirect=False)
                status, wish = answer.status, answer.headers.get("Retry-After")
            except urllib3.exceptions.HTTPError as broken:
                status, wish = f"with {type(broken).__name__}", None
            if isinstance(status, int) and 200 <= status < 300:
                return
            if status == 401 and not renewed:
                renewed, attempt = True, attempt - 1
                self.authorised(refused=headers)
                continue
            if isinstance(status, int) and status not in RETRIED:
                raise Permanent(f"API answered {status}")
            if attempt == MAX_ATTEMPTS:
                raise Transient(f"API answered {status}, {attempt} times")
            bound = min(self.settings.retry_delay * 2 ** (attempt - 1), 10)
            time.sleep(min(float(wish), 60) if wish and wish.isdigit() else random.uniform(bound / 2, bound))


def count_rows(stream):
    """Rows of a result, its header aside: ends of lines that are not within quotes."""
    lines, inside = 0, b""
    while chunk := stream.read(CHUNK):
        # A pair of quotes with no end of a line between them says nothing.
        marks = (inside + chunk.translate(None, NOT_QUOTES_OR_LINES)).replace(b'""', b"")
        parts = marks.split(b'"')
        lines += sum(part.count(b"\n") for part in parts[::2])
        inside = b'"' if len(parts) % 2 == 0 else b""
    return lines - 1


class CsvBatches:
    """Rows by the csv module, values converted column by column, a batch by json."""

    def __init__(self, stream, columns):
        text = io.TextIOWrapper(io.BufferedReader(Raw(stream), CHUNK), "utf-8", newline="")
        text._CHUNK_SIZE = CHUNK
        self.rows = csv.reader(text)
        self.names = [name for name, _ in columns]
        if next(self.rows) != self.names:
            raise Permanent("header of the result names other columns")
        self.conversions = [CONVERSIONS.get(type_, texts) for _, type_ in columns]

    def read(self, size):
        return list(islice(self.rows, size))

    def body(self, number, total, rows):
        columns = [convert(column) for convert, column in zip(self.conversions, zip(*rows))]
        names = self.names
        return text_bytes({"batch_number": number, "total_batches": total,
                           "records": [dict(zip(names, row)) for row in zip(*columns)]})


def texts(column):
    return [text or None for text in column]


def integers(column):
    return [int(text) if text else None for text in column]


def floats(column):
    return [(float(text) if text[-1] <= "9" else text) if text else None for text in column]


def booleans(column):
    return [text == "true" if text else None for text in column]


def times(column):
    return [text.replace(" ", "T") if text else None for text in column]


CONVERSIONS = {"bigint": integers, "integer": integers, "smallint": integers, "tinyint": integers, "double": floats,
               "float": floats, "decimal": floats, "boolean": booleans, "timestamp": times}


class SplitBatches:
    """Rows by str.split where a line has no surprises, put into a template: nothing is converted that need not be."""

    def __init__(self, stream, columns):
        self.stream = stream
        self.columns = columns
        self.quotes = 2 * len(columns)
        self.rest = ""
        self.odd = b""
        self.lines = iter(())
        plain = {"bigint", "integer", "smallint", "tinyint", "decimal", "boolean"}
        self.plain = [type_ in plain for _, type_ in columns]
        self.double = [i for i, (_, type_) in enumerate(columns) if type_ in ("double", "float")]
        self.time = [i for i, (_, type_) in enumerate(columns) if type_ == "timestamp"]
        self.template = "{" + ",".join(
            f'"{name}":' + ("%s" if self.plain[i] or i in self.double else '"%s"')
            for i, (name, _) in enumerate(columns)) + "}"
        self.nullable = "{" + ",".join(f'"{name}":%s' for name, _ in columns) + "}"
        if self.fields(next(self.records())) != [name for name, _ in columns]:
            raise Permanent("header of the result names other columns")
        self.source = self.records()

    def records(self):
        """Lines that are whole records."""
        pending = ""
        while True:
            for line in self.lines:
                if pending:
                    line = pending + "\n" + line
                    pending = ""
                if line.count('"') % 2:
                    pending = line
                else:
                    yield line
            chunk = self.stream.read(CHUNK)
            if not chunk:
                if self.rest:
                    last, self.rest = self.rest, ""
                    yield last
                return
            end = chunk.rfind(b"\n") + 1
            text = (self.odd + chunk[:end]).decode()
            self.odd = chunk[end:] if end else self.odd + chunk
            self.lines = iter(text.split("\n")[:-1]) if end else iter(())

    @staticmethod
    def fields(line):
        return [match.group(1).replace('""', '"') if match.group(1) is not None else None
                for match in FIELD.finditer(line + "\n")]

    def read(self, size):
        return list(islice(self.source, size))

    def body(self, number, total, lines):
        quotes, template, doubles, stamps = self.quotes, self.template, self.double, self.time
        special = SPECIAL.search
        records = []
        for line in lines:
            if line.count('"') == quotes and special(line) is None:
                values = line[1:-1].split('","')
                for i in stamps:
                    values[i] = values[i].replace(" ", "T")
                for i in doubles:
                    if values[i][-1] > "9":
                        values[i] = f'"{values[i]}"'
                records.append(template % tuple(values))
            else:
                records.append(self.slow(self.fields(line)))
        return f'{{"batch_number":{number},"total_batches":{total},"records":[{",".join(records)}]}}'.encode()

    def slow(self, values):
        shown = []
        for i, value in enumerate(values):
            if value is None:
                shown.append("null")
            elif self.plain[i] or i in self.double and value[-1] <= "9":
                shown.append(value)
            else:
                shown.append(text_bytes(value.replace(" ", "T") if i in self.time else value).decode())
        return self.nullable % tuple(shown)


class Raw(io.RawIOBase):
    """A body of S3 as a raw stream, for a buffer on top of it."""

    def __init__(self, stream):
        self.stream = stream

    def readable(self):
        return True

    def readinto(self, buffer):
        chunk = self.stream.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


class Exporter:
    def __init__(self, clients, settings, batches):
        self.clients = clients
        self.settings = settings
        self.batches = batches
        self.api = None

    def handle(self, message):
        """Exports what a message tells of; whether it is done and can be deleted."""
        for export_id, table, object_uri in self.exports(message["Body"]):
            self.export(export_id, table, object_uri)

    def exports(self, body):
        try:
            message = json.loads(body)
            if message.get("Event") == "s3:TestEvent":
                return []
            return [e for e in map(self.asked, message["Records"]) if e]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as bad:
            raise Permanent(f"not an event of S3: {bad!r}") from bad

    def asked(self, record):
        if not record["eventName"].startswith("ObjectCreated:"):
            return None
        bucket, told = record["s3"]["bucket"]["name"], record["s3"]["object"]
        key = urllib.parse.unquote_plus(told["key"])
        zone, name = key.split("/")[:2]
        table = f"{self.settings.environment}_{name}_{zone}"
        if bucket != self.settings.bucket or table not in self.settings.tables:
            raise Permanent("not an object of a table that may be exported")
        content = told.get("versionId") or told.get("sequencer") or told["eTag"]
        return hashlib.sha256(f"{bucket}\n{key}\n{content}".encode()).hexdigest()[:32], table, f"s3://{bucket}/{key}"

    def export(self, export_id, table, object_uri):
        ledger = Ledger(self.clients.dynamodb, self.settings.runs_table, export_id, str(uuid.uuid4()))
        row = ledger.claim()
        if row is None:
            return
        try:
            content = json.loads(row["content"]) if "content" in row else self.query(ledger, row, export_id, table,
                                                                                      object_uri)
            acknowledged = Acknowledged(ledger, row.get("acknowledged"))
            failures = self.send(export_id, content, acknowledged)
        except BaseException:
            ledger.keep(lease_until=stamp(0))
            raise
        if failures:
            ledger.keep(acknowledged=acknowledged.text(), lease_until=stamp(0))
            raise failures[0]
        ledger.keep(acknowledged=acknowledged.text(), finished_at=stamp(time.time()))

    def query(self, ledger, row, export_id, table, object_uri):
        athena = self.clients.athena
        columns = ", ".join(f'"{column}"' for column in self.settings.tables[table])
        query = row.get("query")
        if not query:
            query = athena.start_query_execution(
                QueryString=f'SELECT {columns} FROM "{table}" WHERE "$path" = ?',
                ExecutionParameters=["'" + object_uri.replace("'", "''") + "'"],
                ClientRequestToken=hashlib.sha256(f"{export_id}/1".encode()).hexdigest(),
                WorkGroup="primary",
                QueryExecutionContext={"Database": "glue_catalog"},
                ResultConfiguration={"OutputLocation": f"s3://{self.settings.output}/athena/"},
            )["QueryExecutionId"]
            ledger.keep(table_name=table, query=query)
        pause = 0.25
        while True:
            execution = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]
            state = execution["Status"]["State"]
            if state == "SUCCEEDED":
                break
            if state in ("FAILED", "CANCELLED"):
                raise Permanent(f"query {state}")
            time.sleep(random.uniform(pause / 2, pause))
            pause = min(2 * pause, 5)
        lies = urllib.parse.urlsplit(execution["ResultConfiguration"]["OutputLocation"])
        bucket, key = lies.netloc, lies.path[1:]
        etag = self.clients.s3.head_object(Bucket=bucket, Key=key)["ETag"]
        rows = count_rows(self.clients.s3.get_object(Bucket=bucket, Key=key, IfMatch=etag)["Body"])
        metadata = athena.get_query_results(QueryExecutionId=query, MaxResults=1)["ResultSet"]["ResultSetMetadata"]
        content = {"bucket": bucket, "key": key, "etag": etag, "rows": rows, "batch_size": self.settings.batch_size,
                   "columns": [[column["Name"], column["Type"]] for column in metadata["ColumnInfo"]]}
        ledger.keep(content=text_bytes(content).decode())
        return content

    def send(self, export_id, content, acknowledged):
        """Sends what the API does not have yet; answers what kept some of it from being sent."""
        self.api = self.api or Api(self.clients.secrets, self.settings)
        self.api.authorised()
        size = content["batch_size"]
        total = -(-content["rows"] // size)
        body = self.clients.s3.get_object(Bucket=content["bucket"], Key=content["key"], IfMatch=content["etag"])["Body"]
        batches = self.batches(body, content["columns"])
        turn = threading.Lock()
        numbers = iter(range(1, total + 1))
        failures, stopped = [], []

        def work():
            try:
                while not stopped:
                    with turn:
                        number = next(numbers, None)
                        rows = number and batches.read(size)
                    if not number:
                        return
                    if number in acknowledged:
                        continue
                    document = batches.body(number, total, rows)
                    try:
                        self.api.post(f"{export_id}-{number}", document)
                    except (Permanent, Transient) as failure:
                        failures.append(failure)
                        self.park(export_id, number, document, failure)
                        if len(failures) > 2 * self.settings.parallel:
                            stopped.append(failure)
                        continue
                    acknowledged.add(number)
            except BaseException as failure:
                stopped.append(failure)

        threads = [threading.Thread(target=work) for _ in range(self.settings.parallel)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if stopped:
            raise stopped[0]
        return failures

    def park(self, export_id, number, document, failure):
        reason = text_bytes({"error_kind": type(failure).__name__, "error": str(failure)})
        self.clients.s3.put_object(Bucket=self.settings.output, Key=f"failed/export/{export_id}/batch-{number}.json",
                                   Body=reason[:-1] + b',"batch":' + document + b"}", ContentType="application/json")


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Settings:
    def __init__(self, variables):
        self.environment = variables["LAKE_ENVIRONMENT"]
        self.tables = {
            name: [column.split(":")[0] for column in
                   re.split(r",(?![^(]*\))", variables[f"EXPORT_TABLES_{name.upper()}_COLUMNS"])]
            for name in variables["EXPORT_TABLES"].split(",")
        }
        self.output = variables["EXPORT_ATHENA_OUTPUT"]
        self.bucket = variables["EXPORT_BUCKET"]
        self.queue = variables.get("EXPORT_EVENTS_QUEUE", "export-events")
        self.hosts = variables["EXPORT_API_HOSTS"].split(",")
        self.secret = f"{self.environment}/api/credentials"
        self.path = variables.get("EXPORT_PATH", "/api/data/ingest")
        self.batch_size = int(variables.get("EXPORT_BATCH_SIZE", "100"))
        self.parallel = int(variables.get("EXPORT_PARALLEL", "4"))
        delay = variables.get("EXPORT_RETRY_DELAY", "4s")
        self.retry_delay = float(delay[:-2]) / 1000 if delay.endswith("ms") else float(delay[:-1])
        self.runs_table = variables.get("LAKE_RUNS_TABLE", "lake-runs")


class Clients:
    """One client a service, with nothing switched on that the contract does not ask for."""

    def __init__(self, connections):
        common = dict(max_pool_connections=connections, connect_timeout=5, read_timeout=30,
                      retries={"mode": "standard", "total_max_attempts": 5}, parameter_validation=False,
                      user_agent=USER_AGENT, disable_request_compression=True)
        self.s3 = boto3.client("s3", config=Config(
            **common, request_checksum_calculation="when_required", response_checksum_validation="when_required",
            s3={"addressing_style": "path", "payload_signing_enabled": False}))
        self.dynamodb, self.secrets, self.sqs, self.athena = (
            boto3.client(name, config=Config(**common)) for name in ("dynamodb", "secretsmanager", "sqs", "athena"))


def main():
    """Environment: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, LAKE_ENVIRONMENT and what
    Settings reads."""
    arguments = argparse.ArgumentParser(description="export, Python peer")
    arguments.add_argument("--parser", choices=("csv", "split"), default="csv", help="how rows are read and written")
    options = arguments.parse_args()
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))
    settings = Settings(os.environ)
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    clients = Clients(settings.parallel + 2)
    exporter = Exporter(clients, settings, CsvBatches if options.parser == "csv" else SplitBatches)
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
    door = threading.Thread(target=serve, args=(clients.sqs, settings.queue, exporter, stopping), daemon=True)
    door.start()
    while not stopping.wait(0.2):
        pass
    sys.stderr.flush()
    os._exit(0)


def serve(sqs, queue, exporter, stopping):
    url = url_of(sqs, queue)
    while not stopping.is_set():
        try:
            for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1, WaitTimeSeconds=20,
                                               VisibilityTimeout=VISIBILITY_SECONDS).get("Messages", []):
                done = threading.Event()
                threading.Thread(target=hold, args=(sqs, url, message["ReceiptHandle"], done), daemon=True).start()
                try:
                    exporter.handle(message)
                except Permanent as failure:
                    reason = {"DataType": "String", "StringValue": str(failure)[:1000]}
                    sqs.send_message(QueueUrl=url + "-dlq", MessageBody=message["Body"],
                                     MessageAttributes={"error": reason})
                finally:
                    done.set()
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        except (*FAILURES, Transient, Permanent):
            LOG.exception("message left on queue=%s", queue)


def hold(sqs, url, handle, done):
    """Keeps a message from others while it is worked on."""
    while not done.wait(VISIBILITY_SECONDS / 2):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=VISIBILITY_SECONDS)


if __name__ == "__main__":
    main()
