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
    sources += [str(ROOT / "src/test/java/local" / f"Event{name}.java") for name in ("Faults", "File", "Json", "Logs")]
    sources += [str(ROOT / "src/test/java/local/OpenSkyStates.java")]
    subprocess.run(["javac", "--release", "17", "-Xlint:all", "-Werror", "-d", str(CLASSES), *sources], check=True)


def java(*arguments):
    return ["java", "-cp", str(CLASSES), *arguments]


class Server:
    """Starts on two free ports when entered, one of them for the workers, and is gone when left.

    The harness itself always asks over plain HTTP; the workers do so with secure=False only."""

    def __init__(self, secure=True, heap="3g"):
        self.secure = secure
        self.heap = heap

    def __enter__(self):
        compile_java()
        self.certificate = Certificate(OUTPUT / "tls")
        command = [
            "java", f"-Xmx{self.heap}", "-XX:+UseParallelGC", "-cp", str(CLASSES), "bench.server.Server",
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

    def fill_events(self, files, fresh=0, groups=27):
        """So many event files lie below local/ from now on, made as they are read; so many more land later."""
        self._post(f"/_events?files={files}&fresh={fresh}&groups={groups}")

    def land_events(self, files, announced=False):
        """Lets so many of the fresh event files land, with or without a message of S3 for each."""
        self._post(f"/_events/land?files={files}{'&announce' if announced else ''}")

    def event_rows(self, most=50_000):
        """The lake's events in the order of time, in pieces: lines of JSON, each with source_key and source_etag."""
        cursor = "0,0,0,0"
        while True:
            url = f"{self.endpoint}/_events/rows?cursor={cursor}&most={most}"
            with urllib.request.urlopen(url, timeout=600) as answer:
                lines, cursor = answer.read(), answer.headers["X-Cursor"]
            if not lines:
                return
            yield lines

    def sample_events(self, seed, files, bad=False):
        """Puts event files into the bucket; answers what must become of each."""
        query = f"seed={seed}&files={files}{'&bad' if bad else ''}"
        request = urllib.request.Request(f"{self.endpoint}/_events/sample?{query}", method="POST")
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)

    def fill_flights(self, snapshots, states, seed=1):
        """So many raw snapshots of so many states lie in the bucket, with a message of S3 for each on the queue."""
        self._post(f"/_flights?snapshots={snapshots}&states={states}&seed={seed}")

    def taken(self):
        """What NiFi has: by bundle its SHA-256 and how many times it came."""
        with urllib.request.urlopen(f"{self.endpoint}/_taken", timeout=60) as answer:
            return json.load(answer)

    def stats(self, digest=False):
        with urllib.request.urlopen(f"{self.endpoint}/_stats{'?digest' if digest else ''}", timeout=60) as answer:
            return json.load(answer)

    def count_anew(self):
        self._post("/_stats")

    def _post(self, path):
        request = urllib.request.Request(self.endpoint + path, method="POST")
        with urllib.request.urlopen(request, timeout=600):
            pass
