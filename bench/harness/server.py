"""The in-memory server as a process of its own, and its administrative door."""

import json
import subprocess
import urllib.request
from pathlib import Path

from harness.certificate import PASSWORD, Certificate

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "target" / "bench"
CLASSES = OUTPUT / "classes"


def compile_java():
    """Compiles the server and the null client with the JDK's own compiler."""
    CLASSES.mkdir(parents=True, exist_ok=True)
    bench = ROOT / "bench"
    sources = [str(path) for folder in ("server", "null_client") for path in sorted((bench / folder).glob("*.java"))]
    subprocess.run(["javac", "--release", "17", "-Xlint:all", "-Werror", "-d", str(CLASSES), *sources], check=True)


def java(*arguments):
    return ["java", "-cp", str(CLASSES), *arguments]


class Server:
    """Starts on two free ports when entered, one of them for the workers, and is gone when left.

    The harness itself always asks over plain HTTP; the workers do so with secure=False only."""

    def __init__(self, secure=True):
        self.secure = secure

    def __enter__(self):
        compile_java()
        self.certificate = Certificate(OUTPUT / "tls")
        command = [
            "java", "-Xmx3g", "-XX:+UseParallelGC", "-cp", str(CLASSES), "bench.server.Server",
            str(self.certificate.keys), PASSWORD,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        first_line = self.process.stdout.readline()
        if not first_line.startswith("listening on "):
            self.__exit__()
            raise RuntimeError(f"the server did not start: {first_line!r}")
        self.port, tls_port = (int(word) for word in first_line.split() if word.isdigit())
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.worker_endpoint = f"https://127.0.0.1:{tls_port}" if self.secure else self.endpoint
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def reset(self, records=100, pages=50):
        """Forgets everything; each day of each source has so many pages of so many records, the last one half."""
        self._post(f"/_reset?records={records}&pages={pages}")

    def publish(self, version):
        """Gives every page of every source other content."""
        self._post(f"/_source?version={version}")

    def fail_next(self, times, status, retry_after=0):
        """Makes the next requests to any source fail."""
        self._post(f"/_source?times={times}&fail={status}&retry-after={retry_after}")

    def land(self, objects, size):
        """Lets so many objects of so many bytes land, with an event for each on the aggregator's queue."""
        self._post(f"/_landing?objects={objects}&bytes={size}")

    def announce_export(self, rows):
        """The next queries find so many rows; the event of the object that they lie in is on the export's queue."""
        self._post(f"/_export?rows={rows}")

    def api(self, times=0, status=503, reject=""):
        """Makes the API refuse the next batches, or one of them for good."""
        self._post(f"/_export/api?times={times}&fail={status}&reject={reject}")

    def taken(self):
        """What NiFi has: by bundle its SHA-256 and how many times it came."""
        with urllib.request.urlopen(f"{self.endpoint}/_taken", timeout=60) as answer:
            return json.load(answer)

    def stats(self, digest=False):
        with urllib.request.urlopen(f"{self.endpoint}/_stats{'?digest' if digest else ''}", timeout=60) as answer:
            return json.load(answer)

    def _post(self, path):
        request = urllib.request.Request(self.endpoint + path, method="POST")
        with urllib.request.urlopen(request, timeout=60):
            pass
