"""Where the CPU time goes in ours, from a JFR recording and from what the kernel knows of each thread."""

import gzip
import os
import subprocess
import time
from collections import Counter
from pathlib import Path

from harness.process import RUN_SECONDS, WorkerProcess
from harness.server import OUTPUT

TICKS = os.sysconf("SC_CLK_TCK")
RECORDING = OUTPUT / "ours.jfr"
GZIP = "gzip (measured apart)"
OTHER = "JDK without any of these above it"

# A sample belongs to the first frame, from the innermost outwards, that is in one of these; the first match counts.
GROUPS = (
    ("class loading", ("java.lang.ClassLoader.", "jdk.internal.loader.", "java.util.zip.ZipFile", "java.util.jar.")),
    ("gzip", ("java.util.zip.",)),
    ("SHA-256", ("sun.security.provider.",)),
    ("TLS", ("sun.security.ssl.", "com.sun.crypto.provider.")),
    (
        "JSON",
        (
            "com.fasterxml.jackson.",
            "software.amazon.awssdk.thirdparty.jackson.",
            "software.amazon.awssdk.protocols.jsoncore.",
        ),
    ),
    (
        "AWS SDK: signing",
        ("software.amazon.awssdk.http.auth.", "software.amazon.awssdk.auth.", "software.amazon.awssdk.checksums."),
    ),
    ("AWS SDK: HTTP client", ("software.amazon.awssdk.http.", "org.apache.http.", "io.netty.")),
    ("AWS SDK: marshalling, pipeline", ("software.amazon.awssdk.",)),
    ("camel-http, httpclient5", ("org.apache.camel.component.http.", "org.apache.hc.")),
    ("JDK HTTP client", ("java.net.http.", "jdk.internal.net.http.")),
    ("Camel", ("org.apache.camel.",)),
    ("metrics, traces, logs", ("io.micrometer.", "io.opentelemetry.", "org.slf4j.", "ch.qos.", "org.apache.logging.")),
    ("our code", ("routes.",)),
)
THREADS = (
    ("JIT compiler threads", ("C1 Compiler", "C2 Compiler", "Sweeper thread")),
    ("GC and VM threads", ("GC Thread", "G1 ", "VM Thread", "VM Periodic")),
    ("JFR itself", ("JFR ",)),
)
JAVA = "Java threads"
NOTE = (
    "Threads' CPU is the kernel's account at the end of the work. The kernel's part in the Java threads is mostly "
    "sockets. Their user part, less what gzip takes for such contents when measured apart (zlib is native code, which "
    "JFR does not sample), is divided as JFR's execution samples are: by the innermost frame of a known package."
)


def measure(load, command):
    """Milliseconds of CPU per unit by group, in one run with a recording."""
    load.plan()
    recorder = f"-XX:StartFlightRecording=filename={RECORDING},settings=profile,dumponexit=true"
    environment = load.environment()
    environment["JAVA_OPTS"] += " " + recorder
    with WorkerProcess(command, environment, OUTPUT / "run-breakdown.log") as process:
        process.wait_until(load.is_done, RUN_SECONDS)
        total, threads = cpu_seconds(java_process(process.pid))
        process.stop()
    return account(total, threads, samples(recorded_frames(RECORDING)), gzip_seconds(load), load.units)


def account(total, threads, sampled, compressing, units):
    """Divides the process's CPU seconds; threads is {group: (user, system)}, sampled {group: samples}."""
    user, system = threads[JAVA]
    groups = {name: sum(times) for name, times in threads.items() if name != JAVA}
    groups["kernel, for the Java threads"] = system
    groups["threads that have ended"] = max(0.0, total - sum(map(sum, threads.values())))
    groups[GZIP] = min(compressing, user)
    all_samples = sum(sampled.values())
    for name, count in sampled.items():
        groups[name] = (user - groups[GZIP]) * count / all_samples
    by_size = sorted(groups.items(), key=lambda group: -group[1])
    return {
        "ms_per_unit": 1000 * total / units,
        "groups": {name: 1000 * seconds / units for name, seconds in by_size},
        "samples": all_samples,
        "note": NOTE,
    }


def java_process(group):
    """The JVM of a process group: the command itself, or what its start script has started."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, fields = parsed_stat(stat)
        except (FileNotFoundError, ProcessLookupError):
            continue  # It has ended between the listing and the reading.
        if name == "java" and int(fields[2]) == group:
            return stat.parent
    raise RuntimeError(f"no java process in the group {group}: --breakdown needs ours to be one")


def cpu_seconds(process):
    """The total of the process, and (user, system) of its live threads by group."""
    threads = {name: (0.0, 0.0) for name in (*(group for group, _ in THREADS), JAVA)}
    for stat in process.glob("task/[0-9]*/stat"):
        try:
            name, times = times_of(stat)
        except (FileNotFoundError, ProcessLookupError):
            continue  # A thread that ends just now counts among the ended.
        group = next((group for group, prefixes in THREADS if name.startswith(prefixes)), JAVA)
        threads[group] = tuple(map(sum, zip(threads[group], times)))
    return sum(times_of(process / "stat")[1]), threads


def times_of(stat):
    name, fields = parsed_stat(stat)
    return name, (int(fields[11]) / TICKS, int(fields[12]) / TICKS)


def parsed_stat(stat):
    """The name, which may hold blanks and brackets, and the fields after it."""
    before, after = stat.read_text().rsplit(")", 1)
    return before.split("(", 1)[1], after.split()


def recorded_frames(recording):
    """The stack of each execution sample, innermost frame first."""
    command = ["jfr", "print", "--events", "jdk.ExecutionSample", "--stack-depth", "64", str(recording)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as printed:
        yield from stacks(printed.stdout)
    if printed.returncode:
        raise RuntimeError(f"{command} ended with {printed.returncode}")


def stacks(lines):
    stack = None
    for line in map(str.strip, lines):
        if line.startswith("stackTrace = ["):
            stack = []
        elif stack is not None and line == "]":
            yield stack
            stack = None
        elif stack is not None:
            stack.append(line)


def samples(all_stacks):
    return Counter(group_of(stack) for stack in all_stacks)


def group_of(stack):
    for frame in stack:
        for name, prefixes in GROUPS:
            if frame.startswith(prefixes):
                return name
    return OTHER


def gzip_seconds(load, tries=200):
    """What compressing as many contents as the load has takes, at the level of a default GZIPOutputStream."""
    bodies = load.contents()
    if not bodies:
        return 0.0
    started = time.process_time()
    for number in range(tries):
        gzip.compress(bodies[number % len(bodies)], compresslevel=6, mtime=0)
    return (time.process_time() - started) / tries * load.units
