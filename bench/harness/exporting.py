"""The work of one run of the export: one event, done when the API has every row and the queue is empty."""

import csv
import io
import json
import urllib.request

from harness import worker

EVENTS = "export-events"
RESULTS = "lake-results"
TABLE = "dev_customers_silver"
BATCH_SIZE = 100
COLUMNS = {
    "customer_id": "bigint",
    "first_name": "varchar",
    "last_name": "varchar",
    "email": "varchar",
    "balance": "decimal(12,2)",
    "vip": "boolean",
    "score": "double",
    "birth_date": "date",
    "processed_timestamp": "timestamp",
    "note": "varchar",
}


def environment(server, **more):
    """The variables of the process, on top of ours, that both workers are configured by."""
    return {
        **worker.connection(server),
        "LAKE_ENVIRONMENT": "dev",
        "EXPORT_TABLES": TABLE,
        f"EXPORT_TABLES_{TABLE.upper()}_COLUMNS": ",".join(f"{name}:{type_}" for name, type_ in COLUMNS.items()),
        "EXPORT_ATHENA_OUTPUT": RESULTS,
        "EXPORT_BUCKET": "lake-silver",
        "EXPORT_EVENTS_QUEUE": EVENTS,
        "EXPORT_API_HOSTS": server.worker_endpoint.split("//")[1],
        "EXPORT_BATCH_SIZE": str(BATCH_SIZE),
        "EXPORT_PARALLEL": "4",
        "EXPORT_HTTP_AUTHORISATION": "none",
        "EXPORT_HTTP_PORT": "0",
        **more,
    }


def waiting(stats):
    return stats["queues"][EVENTS]


def parked(stats):
    return stats["queues"][f"{EVENTS}-dlq"]


def result(server):
    """The rows that the query finds, each value as it is meant, by a reader that is neither of the workers'."""
    with urllib.request.urlopen(f"{server.endpoint}/{RESULTS}/athena/any.csv", timeout=60) as answer:
        text = answer.read().decode()
    rows = csv.reader(io.StringIO(text, newline=""))
    names = next(rows)
    assert names == list(COLUMNS), names
    return [{name: restored(value, COLUMNS[name]) for name, value in zip(names, row)} for row in rows]


def restored(text, type_):
    """A value with its type; the generated rows have no empty texts, so nothing at all is NULL."""
    if text == "":
        return None
    if type_ == "bigint":
        return int(text)
    if type_ in ("double", "decimal(12,2)"):
        return float(text)
    if type_ == "boolean":
        return {"true": True, "false": False}[text]
    return text.replace(" ", "T") if type_ == "timestamp" else text


def batches(server):
    """What the API has, batch by batch in the order of their numbers."""
    with urllib.request.urlopen(f"{server.endpoint}/_export/batches", timeout=60) as answer:
        return sorted(json.load(answer), key=lambda batch: batch["batch_number"])


def exported(server, rows):
    """The digest over what the API has; fails unless that is so many rows, in batches as they should be, each once."""
    with urllib.request.urlopen(f"{server.endpoint}/_export", timeout=600) as answer:
        report = json.load(answer)
    repeats = server.stats()["export"]["repeats"]
    if report["rows"] != rows or report["wrong"] or repeats:
        raise RuntimeError(f"the API has {report['rows']} rows of {rows}, {repeats} batches twice: {report['wrong'][:5]}")
    return report["digest"]


class ExportLoad:
    def __init__(self, server, rows):
        self.server = server
        self.units = rows

    def plan(self):
        """Empties the server, fills the result, and announces the object."""
        self.server.reset()
        self.server.announce_export(self.units)

    def is_done(self):
        stats = self.server.stats()
        if parked(stats):
            raise RuntimeError(f"the worker has parked messages: {stats['queues']}")
        return not waiting(stats)

    def environment(self, **more):
        return environment(self.server, **more)

    def contents(self):
        """Nothing is compressed."""
        return []
