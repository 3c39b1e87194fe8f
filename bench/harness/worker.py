"""What a fetch worker is told, ours or a peer: its environment, and the messages to start from."""

import datetime
import json
import os

import boto3

SOURCES = ("api-a", "api-b", "api-c", "api-d")
BUCKET = "lake-raw"
FIRST_DAY = datetime.date(2020, 1, 1)


def connection(server):
    """What every worker is told, of whatever pipeline: where the services are, and whom it may trust."""
    return {
        **os.environ,
        "AWS_ENDPOINT_URL": server.worker_endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CA_BUNDLE": str(server.certificate.pem),
        "SSL_CERT_FILE": str(server.certificate.pem),
        "LAKE_MANAGEMENT_PORT": "0",
        "JAVA_OPTS": f"-Xmx128m {server.certificate.java_options}",
    }


def environment(server, records, **more):
    """The variables of the process, on top of ours, that both workers are configured by."""
    variables = {
        "INGEST_SOURCES": ",".join(SOURCES),
        "INGEST_RAW_BUCKET": BUCKET,
        "INGEST_CATCH_UP": "0s",  # the schedule is not measured: the runner itself plans
    }
    for source in SOURCES:
        prefix = "INGEST_SOURCES_" + source.upper().replace("-", "_")
        variables[prefix + "_URL"] = f"{server.worker_endpoint}/source/{source}"
        variables[prefix + "_QUEUE"] = f"ingest-{source}"
        variables[prefix + "_RATE"] = "100000/s"
        variables[prefix + "_CONCURRENCY"] = "16"
        variables[prefix + "_PAGE_SIZE"] = str(records)
    return {**connection(server), **variables, **more}


def client(service, server, endpoint=None):
    """An AWS client of the harness itself, by way of the plain port unless another address is given."""
    return boto3.client(
        service,
        endpoint_url=endpoint or server.endpoint,
        verify=str(server.certificate.pem),
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
    """How many messages the queues hold, visible or in flight."""
    return sum(size for name, size in stats["queues"].items() if not name.endswith("-dlq"))


def parked(stats):
    return sum(size for name, size in stats["queues"].items() if name.endswith("-dlq"))
