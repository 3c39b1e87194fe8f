"""The work of one sweep of the event logs: files that lie below a prefix, done when the process has ended."""

import io
import json
import multiprocessing
from pathlib import Path

from harness import worker

EVENTS = "lake-events"
OUT = "lake-processed"
PREFIX = "local/"
CHECKPOINTS = "checkpoints/"
QUARANTINE = "quarantine/eventlog/"
HEAP = "256m"
COLUMNS = (
    "action", "study", "pipeline_adcid", "project_label", "center_label", "gear_name", "ptid", "visit_date",
    "visit_number", "datatype", "module", "packet", "timestamp", "source_key", "source_etag",
)


def environment(server, **more):
    """The variables of the process, on top of ours, that both workers are configured by."""
    return {
        **worker.connection(server),
        "JAVA_OPTS": f"-Xmx{HEAP} {server.certificate.java_options}",
        "EVENTLOG_SOURCE_BUCKET": EVENTS,
        "EVENTLOG_PREFIX": PREFIX,
        "EVENTLOG_CHECKPOINT_BUCKET": OUT,
        "EVENTLOG_CHECKPOINT_KEY": CHECKPOINTS + "{study}/{datatype}/events.parquet",
        "EVENTLOG_QUARANTINE_PREFIX": QUARANTINE,
        "EVENTLOG_EVENTS_QUEUE": "eventlog-events",
        "EVENTLOG_READERS": "50",
        "EVENTLOG_UNKNOWN_FIELDS": "forbid",
        "EVENTLOG_LARGEST_FILE": "1MiB",
        **more,
    }


def checkpoint_key(study, datatype):
    return f"{CHECKPOINTS}{study}/{datatype}/events.parquet"


def result(log):
    """What a sweep printed: the last object of JSON in its output that is a result of the specification."""
    text = "\n" + Path(log).read_text(errors="replace")
    at = len(text)
    while (at := text.rfind("\n{", 0, at)) >= 0:
        try:
            told, _ = json.JSONDecoder().raw_decode(text, at + 1)
        except ValueError:
            continue
        if "statusCode" in told:
            return told
    raise RuntimeError(f"no result in {log}")


def objects(server, bucket, prefix):
    """Keys and contents of all objects below a prefix."""
    s3 = worker.client("s3", server)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def tables(server):
    """The checkpoints by their keys, read by pyarrow, which is neither worker's reader."""
    import pyarrow.parquet as parquet

    found = objects(server, OUT, CHECKPOINTS)
    return {key: parquet.read_table(io.BytesIO(body)) for key, body in found.items() if key.endswith(".parquet")}


def digest(server):
    """Rows of all checkpoints, and a digest over their values in DuckDB that knows no order; fails if one is unsorted."""
    import duckdb

    rows, total = 0, 0
    for key, table in tables(server).items():
        if table.column_names[: len(COLUMNS)] != list(COLUMNS):
            raise RuntimeError(f"{key} has the columns {table.column_names}")
        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        connection.register("events", table)
        values = ", ".join(f"CAST({name} AS VARCHAR)" for name in COLUMNS)
        count, sum_ = connection.execute(
            f"SELECT count(*), sum(CAST(hash({values}) AS HUGEINT)) FROM events").fetchone()
        unsorted = connection.execute(
            "SELECT count(*) FROM (SELECT (timestamp, source_key) < lag((timestamp, source_key)) OVER (ROWS BETWEEN 1"
            " PRECEDING AND CURRENT ROW) AS falls FROM events) WHERE falls").fetchone()[0]
        if unsorted:
            raise RuntimeError(f"{key} is not in the order of time and key at {unsorted} places")
        rows, total = rows + count, total + int(sum_ or 0)
    return rows, f"{rows} rows {total:x}"


def counted(server):
    """Rows of all checkpoints, by their footers."""
    import pyarrow.parquet as parquet

    found = objects(server, OUT, CHECKPOINTS)
    files = [parquet.ParquetFile(io.BytesIO(body)) for key, body in found.items() if key.endswith(".parquet")]
    rows = sum(file.metadata.num_rows for file in files)
    return rows, f"{rows} rows"


def build(server, folder):
    """Writes the checkpoints of all files that are there into a folder, by their keys, as another writer (pyarrow) makes
    them: those of a lake that was swept before. The same lake gives the same rows; memory is bounded."""
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as parquet

    writers = {}
    for lines in server.event_rows():
        frame = pl.read_ndjson(io.BytesIO(lines), schema_overrides={"pipeline_adcid": pl.Int32})
        frame = frame.with_columns(pl.col("timestamp").str.to_datetime(time_unit="us", time_zone="UTC"))
        for (study, datatype), rows in frame.select(COLUMNS).partition_by(
                ["study", "datatype"], as_dict=True, maintain_order=True).items():
            table = rows.to_arrow().cast(schema(pa))
            key = checkpoint_key(study, datatype)
            if key not in writers:
                (folder / key).parent.mkdir(parents=True, exist_ok=True)
                writers[key] = parquet.ParquetWriter(folder / key, table.schema, compression="snappy")
            writers[key].write_table(table)
    for writer in writers.values():
        writer.close()


def put(server, folder):
    """Puts what was built into the bucket."""
    s3 = worker.client("s3", server)
    for file in folder.rglob("*.parquet"):
        with open(file, "rb") as body:
            s3.put_object(Bucket=OUT, Key=str(file.relative_to(folder)), Body=body)


def apart(function, *arguments):
    """The result of a function, called in a process of its own: what it loads and takes of memory would otherwise count
    as the peak of every worker that is started later, as the kernel has it."""
    context = multiprocessing.get_context("fork")
    answers, sent = context.Pipe(duplex=False)

    def call():
        try:
            sent.send((function(*arguments), None))
        except Exception as failure:
            sent.send((None, f"{type(failure).__name__}: {failure}"))

    process = context.Process(target=call)
    process.start()
    sent.close()
    try:
        answer, failure = answers.recv()
    finally:
        process.join()
    if failure:
        raise RuntimeError(failure)
    return answer


def schema(pa):
    types = {"pipeline_adcid": pa.int32(), "timestamp": pa.timestamp("us", "UTC")}
    return pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])
