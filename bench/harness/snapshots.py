"""The work of one run of the flights: raw snapshots with a message each, done when a report of each lies in the bucket; and
what the specification makes of a snapshot, said once more, row by row and check by check, as plainly as it can be."""

import datetime
import decimal
import io
import json
import math
import statistics

from harness import worker
from harness.eventlogs import objects

RAW = "lake-raw"
PROCESSED = "lake-processed"
RAW_EVENTS = "flights-raw-events"
PROCESSED_EVENTS = "flights-processed-events"
QUEUES = (RAW_EVENTS, PROCESSED_EVENTS)
QUALITY = "quality/"
HEAP = "256m"
UTC = datetime.timezone.utc
CHECKS = (
    "completeness", "validity", "consistency", "uniqueness", "accuracy", "timeliness", "altitude_range", "speed_range",
    "coordinate_validity", "callsign_format", "country_code", "timestamp_consistency", "position_accuracy",
    "altitude_consistency", "speed_consistency", "anomaly_detection",
)
COLUMNS = {
    "snapshot_time": "timestamp[ms, tz=UTC]", "icao24": "string", "callsign": "string", "origin_country": "string",
    "time_position": "timestamp[ms, tz=UTC]", "last_contact": "timestamp[ms, tz=UTC]", "longitude": "double",
    "latitude": "double", "baro_altitude_m": "double", "baro_altitude_ft": "double", "on_ground": "bool",
    "velocity_ms": "double", "velocity_knots": "double", "true_track": "double", "vertical_rate_ms": "double",
    "vertical_rate_fpm": "double", "sensors": "list<element: int32>", "geo_altitude_m": "double",
    "geo_altitude_ft": "double", "squawk": "string", "spi": "bool", "position_source": "int32", "category": "int32",
    "has_position": "bool", "has_altitude": "bool", "has_velocity": "bool", "altitude_category": "string",
    "speed_category": "string", "estimated_phase": "string", "completeness_score": "double",
    "callsign_normalized": "string", "airline_code": "string", "region": "string", "fetched_at": "timestamp[ms, tz=UTC]",
}


def environment(server, heap=HEAP, **more):
    """The variables of the process, on top of ours, that both workers are configured by."""
    return {
        **worker.connection(server),
        "JAVA_OPTS": f"-Xmx{heap} {server.certificate.java_options}",
        "FLIGHTS_RAW_BUCKET": RAW,
        "FLIGHTS_PROCESSED_BUCKET": PROCESSED,
        "FLIGHTS_ALERTS_TOPIC": "arn:aws:sns:us-east-1:000000000000:flights-alerts",
        "FLIGHTS_SCHEDULE": "0 0 0 1 1 ? 2099",  # nothing is fetched: the snapshots are there
        "FLIGHTS_SECRET": "",
        **more,
    }


def key(time):
    """Where a snapshot of a time lies, without the name's end."""
    moment = datetime.datetime.fromtimestamp(time, UTC)
    return moment.strftime("year=%Y/month=%m/day=%d/hour=%H/flight_data_%Y%m%d_%H%M%S")


def waiting(stats):
    return sum(stats["queues"][queue] for queue in QUEUES)


def parked(stats):
    return sum(stats["queues"][f"{queue}-dlq"] for queue in QUEUES)


def table(content):
    """A Parquet file as pyarrow reads it, which is neither ours nor the engines' reader."""
    import pyarrow.parquet as parquet

    return parquet.read_table(io.BytesIO(content))


def scores(report):
    return {result["check"]: result["score"] for result in report["individual_results"]}


def digest(server):
    """Rows of all processed files, their bytes, and a digest over all values of all rows and all scores."""
    files = objects(server, PROCESSED, "year=")
    reports = {name: json.loads(body) for name, body in objects(server, PROCESSED, QUALITY).items()}
    if {name.removesuffix(".parquet") for name in files} != {name[len(QUALITY):].removesuffix(".json") for name in reports}:
        raise RuntimeError(f"{len(files)} processed files and {len(reports)} reports are not of the same snapshots")
    rows, total = 0, 0
    for content in files.values():
        count, hashed = hashed_rows(table(content))
        rows, total = rows + count, total + hashed
    told = {name: {check: round(score, 9) for check, score in scores(report).items()}
            for name, report in sorted(reports.items())}
    if any(list(some) != list(CHECKS) for some in told.values()):
        raise RuntimeError("a report has other checks than the specification's")
    size = sum(map(len, files.values()))
    return rows, size, f"{rows} rows {total:x} scores {hash_of(told)}"


def hash_of(told):
    import hashlib

    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def hashed_rows(rows):
    """How many, and a sum of hashes of their values in DuckDB that knows no order."""
    import duckdb

    if rows.column_names != list(COLUMNS):
        raise RuntimeError(f"a processed file has the columns {rows.column_names}")
    connection = duckdb.connect()
    connection.register("states", rows)
    # As text a time's unit does not matter.
    values = ", ".join(f"CAST(CAST({name} AS TIMESTAMP) AS VARCHAR)" if "timestamp" in type_
                       else f"CAST({name} AS VARCHAR)" for name, type_ in COLUMNS.items())
    count, total = connection.execute(
        f"SELECT count(*), sum(CAST(hash({values}) AS HUGEINT)) FROM states").fetchone()
    return count, int(total or 0)


class SnapshotLoad:
    def __init__(self, server, snapshots, states, heap):
        self.server = server
        self.snapshots = snapshots
        self.states = states
        self.units = snapshots * states
        self.heap = heap

    def plan(self):
        """Empties the server, and puts the snapshots and their messages there."""
        self.server.reset()
        self.server.fill_flights(self.snapshots, self.states)
        self.server.count_anew()

    def is_done(self):
        stats = self.server.stats()
        if parked(stats):
            raise RuntimeError(f"the worker has parked messages: {stats['queues']}")
        return not waiting(stats)

    def environment(self, **more):
        return environment(self.server, self.heap, **more)

    def contents(self):
        """Nothing of a size that counts is compressed with gzip."""
        return []


def expected_rows(snapshot, fetched_at=None):
    """The rows of a snapshot whose states keep the rules, in their order, as dictionaries."""
    rows, seen = [], set()
    for state in snapshot["states"] or []:
        row = expected_row(snapshot["time"], (state + [None])[:18], fetched_at)
        if (row["icao24"], row["last_contact"]) not in seen:
            seen.add((row["icao24"], row["last_contact"]))
            rows.append(row)
    return rows


def expected_row(time, state, fetched_at):
    (icao24, callsign, country, position_time, contact, longitude, latitude, baro, ground, velocity, track, rate, sensors,
     geo, squawk, spi, source, category) = state
    callsign = None if callsign is None else callsign.strip()
    position = longitude is not None and latitude is not None
    feet = times(baro, 3.28084) if baro is not None else times(geo, 3.28084)
    knots = times(velocity, 1.94384)
    climb = times(rate, 196.8504)
    present = (icao24, callsign or None, country or None, longitude, latitude, baro, velocity, track)
    return {
        "snapshot_time": instant(time), "icao24": icao24, "callsign": callsign, "origin_country": country,
        "time_position": instant(position_time), "last_contact": instant(contact), "longitude": longitude,
        "latitude": latitude, "baro_altitude_m": baro, "baro_altitude_ft": times(baro, 3.28084), "on_ground": ground,
        "velocity_ms": velocity, "velocity_knots": knots, "true_track": track, "vertical_rate_ms": rate,
        "vertical_rate_fpm": climb, "sensors": sensors, "geo_altitude_m": geo, "geo_altitude_ft": times(geo, 3.28084),
        "squawk": squawk, "spi": spi, "position_source": source, "category": category, "has_position": position,
        "has_altitude": feet is not None, "has_velocity": knots is not None,
        "altitude_category": step(feet, ((1_000, "LOW"), (18_000, "MEDIUM"), (35_000, "HIGH")), "VERY_HIGH"),
        "speed_category": step(knots, ((50, "SLOW"), (200, "TAXI"), (400, "APPROACH"), (600, "CRUISE")), "HIGH_SPEED"),
        "estimated_phase": phase(ground, feet, knots, climb or 0),
        "completeness_score": round(sum(value is not None for value in present) / 8, 3),
        "callsign_normalized": callsign.upper() if callsign else None,
        "airline_code": callsign.upper()[:3] if callsign and len(callsign) >= 3 else None,
        "region": region(longitude, latitude) if position else "UNKNOWN", "fetched_at": fetched_at,
    }


def times(value, factor):
    return None if value is None else value * factor


def instant(seconds):
    return None if seconds is None else datetime.datetime.fromtimestamp(seconds, UTC)


def step(value, limits, beyond):
    return "UNKNOWN" if value is None else next((name for limit, name in limits if value < limit), beyond)


def phase(ground, feet, knots, climb):
    if ground:
        return "GROUND"
    if feet is None or knots is None:
        return "UNKNOWN"
    if feet < 1_000:
        return "TAKEOFF" if climb > 0 else "LANDING" if climb < 0 else "LOW_ALTITUDE"
    if feet > 25_000 and knots > 300:
        return "CRUISE"
    return "CLIMB" if climb > 500 else "DESCENT" if climb < -500 else "LEVEL_FLIGHT"


def region(longitude, latitude):
    boxes = (("NORTH_AMERICA", -125, -66, 20, 72), ("EUROPE", -15, 55, 35, 70), ("ASIA_PACIFIC", 95, 145, -45, 20))
    return next((name for name, west, east, south, north in boxes
                 if west <= longitude <= east and south <= latitude <= north), "OTHER")


def expected_scores(rows, time):
    """The 16 scores of rows as dictionaries."""
    n = len(rows)
    reference = instant(time)

    def values(*names):
        found = [tuple(row[name] for name in names) for row in rows]
        found = [some for some in found if None not in some]
        return [some[0] for some in found] if len(names) == 1 else found

    def share(some, rule):
        return sum(map(rule, some)) / len(some) if some else 1.0

    def without(issues, of):
        return min(1.0, max(0.0, 1 - issues / of)) if of else 1.0

    altitudes, speeds, pairs = values("baro_altitude_ft"), values("velocity_knots"), values("longitude", "latitude")
    needed = ("icao24", "longitude", "latitude", "baro_altitude_ft", "velocity_knots", "last_contact")
    icao24 = values("icao24")
    validity = (sum(abs(lon) > 180 for lon in values("longitude")) + sum(abs(lat) > 90 for lat in values("latitude"))
                + sum(not -1_000 <= feet <= 60_000 for feet in altitudes) + sum(not 0 <= kt <= 1_200 for kt in speeds)
                + sum(len(address) != 6 for address in icao24))
    consistency = (sum(ground and feet > 1_000 for ground, feet in values("on_ground", "baro_altitude_ft"))
                   + sum(ground and kt > 100 for ground, kt in values("on_ground", "velocity_knots"))
                   + sum(country == "United States" and not (-125 <= lon <= -66 and 20 <= lat <= 50)
                         and abs(lon) < 50 and abs(lat) < 50
                         for country, lon, lat in values("origin_country", "longitude", "latitude")))
    low, high = fences(altitudes) if n > 10 else (-math.inf, math.inf)
    _, fastest = fences(speeds) if n > 10 else (0, math.inf)
    moments = values("last_contact") + values("time_position")
    day = datetime.timedelta(days=1)
    anomalies = without(far(altitudes) + far(speeds), n) if n >= 10 else 1.0
    return dict(zip(CHECKS, (
        sum(len(values(name)) / n for name in needed) / len(needed),
        without(validity, 5 * n),
        without(consistency, n),
        without(len(icao24) - len(set(icao24)), n),
        sum(row["has_position"] + row["has_altitude"] + row["has_velocity"] for row in rows) / (3 * n),
        share(values("last_contact"), lambda moment: (reference - moment).total_seconds() <= 300),
        share(altitudes, lambda feet: -1_000 <= feet <= 60_000 and low <= feet <= high),
        share(speeds, lambda kt: 0 <= kt <= 1_200 and kt <= fastest),
        share(pairs, lambda pair: not bad_pair(*pair)),
        share(values("callsign"), lambda callsign: 1 <= len(callsign) <= 8),
        share(values("origin_country"), lambda country: country != ""),
        share(moments, lambda moment: reference - day <= moment <= reference),
        share(pairs, lambda pair: all(decimals(degrees) <= 6 for degrees in pair)),
        share(values("baro_altitude_ft", "geo_altitude_ft"), lambda both: abs(both[0] - both[1]) <= 1_000),
        share(values("on_ground", "velocity_knots"), lambda both: both[1] <= 60 if both[0] else both[1] >= 40),
        anomalies,
    )))


def fences(values):
    if len(values) < 2:
        return (values[0], values[0]) if values else (-math.inf, math.inf)
    first, _, third = statistics.quantiles(values, n=4, method="inclusive")
    return first - 3 * (third - first), third + 3 * (third - first)


def far(values):
    if len(values) < 2:
        return 0
    mean, deviation = statistics.fmean(values), statistics.stdev(values)
    return sum(abs(value - mean) > 3 * deviation for value in values)


def bad_pair(longitude, latitude):
    return (abs(longitude) > 180 or abs(latitude) > 90 or abs(longitude) < 0.1 and abs(latitude) < 0.1
            or longitude == 0 or latitude == 0 or longitude == latitude)


def decimals(value):
    return -decimal.Decimal(repr(value)).normalize().as_tuple().exponent
