"""The work of one run of the aggregator: objects that have landed, done when NiFi has a bundle with each of them."""

import gzip
import hashlib
import io
import tarfile
import urllib.request

from harness import worker

LANDING = "lake-landing"
ARCHIVE = "lake-archive"
EVENTS = "aggregator-events"
DELIVERIES = "aggregator-deliveries"
SECRET = "local/nifi/credentials"
QUEUES = (EVENTS, DELIVERIES)


def environment(server, **more):
    """The variables of the process, on top of ours, that both workers are configured by."""
    return {
        **worker.connection(server),
        "AGGREGATOR_LANDING_BUCKET": LANDING,
        "AGGREGATOR_ARCHIVE_BUCKET": ARCHIVE,
        "AGGREGATOR_NIFI_URL": f"{server.worker_endpoint}/nifi/bundles",
        "AGGREGATOR_NIFI_SECRET": SECRET,
        **more,
    }


def key(number):
    return f"data/generated/{number:06d}.log"


def content(server, number):
    """A landed object as it is read."""
    with urllib.request.urlopen(f"{server.endpoint}/{LANDING}/{key(number)}", timeout=60) as answer:
        return answer.read()


def waiting(stats):
    return sum(stats["queues"][queue] for queue in QUEUES)


def parked(stats):
    return sum(stats["queues"][f"{queue}-dlq"] for queue in QUEUES)


def archived(server):
    """The bundles of the archive by their ids, and the keys of everything else that lies there."""
    s3 = worker.client("s3", server)
    bundles, others = {}, []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=ARCHIVE):
        for item in page.get("Contents", ()):
            if item["Key"].endswith(".tar.gz"):
                id_ = item["Key"].rsplit("/", 1)[1].removesuffix(".tar.gz")
                bundles[id_] = s3.get_object(Bucket=ARCHIVE, Key=item["Key"])["Body"].read()
            else:
                others.append(item["Key"])
    return bundles, others


def members(bundle):
    """The names of a bundle's members with the SHA-256 of each, in its order."""
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(bundle))) as tar:
        return [(info.name, hashlib.sha256(tar.extractfile(info).read()).hexdigest()) for info in tar]


def delivered(server):
    """Names and digests of all members that NiFi has; fails unless it has each bundle of the archive once, as it is."""
    bundles, _ = archived(server)
    expected = {id_: {"sha256": hashlib.sha256(bundle).hexdigest(), "times": 1} for id_, bundle in bundles.items()}
    taken = server.taken()
    if taken != expected:
        wrong = {id_ for id_ in taken.keys() | expected.keys() if taken.get(id_) != expected.get(id_)}
        raise RuntimeError(f"NiFi has not what lies in the archive, or has it more than once: {sorted(wrong)}")
    return sorted(member for bundle in bundles.values() for member in members(bundle))


def digest(all_members):
    """The same for the same members, however they were bundled."""
    return hashlib.sha256(repr(all_members).encode()).hexdigest()


class LandingLoad:
    def __init__(self, server, objects, size):
        self.server = server
        self.units = objects
        self.size = size

    def plan(self):
        """Empties the server, and lets the objects land."""
        self.server.reset()
        self.server.land(self.units, self.size)

    def is_done(self):
        stats = self.server.stats()
        if parked(stats):
            raise RuntimeError(f"the worker has parked messages: {stats['queues']}")
        return not waiting(stats)

    def environment(self, **more):
        return environment(self.server, **more)

    def contents(self):
        """Some of what is compressed."""
        return [content(self.server, number) for number in range(min(self.units, 64))]
