"""What a fetch worker is told, ours or a peer: its environment, and the messages to start from."""

import datetime
import json
import os

import boto3

SOURCES = ("api-a", "api-b", "api-c", "api-d")
BUCKET = "lake-raw"
FIRST_DAY = datetime.date(2020, 1, 1)


def environment(server, records, **more):
    """The variables of the process, on top of ours, that both workers are configured by."""
    variables = {
        "AWS_ENDPOINT_URL": server.endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "INGEST_SOURCES": ",".join(SOURCES),
        "INGEST_RAW_BUCKET": BUCKET,
        "INGEST_CATCH_UP": "0s",  # the schedule is not measured: the runner itself plans
        "LAKE_MANAGEMENT_PORT": "0",
        "JAVA_OPTS": "-Xmx128m",
    }
    for source in SOURCES:
        prefix = "INGEST_SOURCES_" + source.upper().replace("-", "_")
        variables[prefix + "_URL"] = f"{server.endpoint}/source/{source}"
        variables[prefix + "_QUEUE"] = f"ingest-{source}"
        variables[prefix + "_RATE"] = "100000/s"
        variables[prefix + "_CONCURRENCY"] = "16"
        variables[prefix + "_PAGE_SIZE"] = str(records)
    return {**os.environ, **variables, **more}


def client(service, server):
    """An AWS client of the harness itself."""
    return boto3.client(
        service,
        endpoint_url=server.endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def days(count):
    return [str(FIRST_DAY + datetime.timedelta(days=number)) for number in range(count)]


def key(source, day, page):
    return f"raw/source={source}/ingestion_date={day}/page={page:06d}.json.gz"


def first_pages(source, planned_days):
    """The bodies of the messages that ask for page 1 of each day."""
    return [json.dumps({"endpoint": source, "ingestion_date": day, "page": 1}) for day in planned_days]


def send(sqs, queue, bodies):
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    for start in range(0, len(bodies), 10):
        entries = [{"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies[start : start + 10])]
        failed = sqs.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")
        if failed:
            raise RuntimeError(f"{queue} did not take {failed}")


def plan(server, planned_days):
    """One message per source and day; the worker itself follows from page to page."""
    sqs = client("sqs", server)
    for source in SOURCES:
        send(sqs, f"ingest-{source}", first_pages(source, planned_days))


def waiting(stats):
    """How many messages the queues of the sources hold, visible or in flight."""
    return sum(size for name, size in stats["queues"].items() if not name.endswith("-dlq"))


def parked(stats):
    return sum(size for name, size in stats["queues"].items() if name.endswith("-dlq"))
