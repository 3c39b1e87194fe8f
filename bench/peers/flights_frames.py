"""Snapshots to Parquet and Parquet to 16 scores with orjson, pyarrow, numpy and pandas: what the Python peer of the flights
works with, column by column, without a loop over rows as long as nothing is wrong with them."""

import datetime
import io
import math

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet

UTC = datetime.timezone.utc
MILLIS = pa.timestamp("ms", "UTC")
FEET, KNOTS, FEET_A_MINUTE = 3.28084, 1.94384, 196.8504
LEAST_TIME, MOST_TIME = -62_135_596_800, 253_402_300_799
TEXT, TIME, REAL, TRUTH, NUMBER, NUMBERS = range(6)
POSITIONS = (TEXT, TEXT, TEXT, TIME, TIME, REAL, REAL, REAL, TRUTH, REAL, REAL, REAL, NUMBERS, REAL, TEXT, TRUTH, NUMBER,
             NUMBER)
LEAST = 17
NOTHING = type(None)
KINDS = ({str, NOTHING}, {int, NOTHING}, {int, float, NOTHING}, {bool, NOTHING}, {int, NOTHING}, {list, NOTHING})
LIMITS = {TIME: (LEAST_TIME, MOST_TIME), NUMBER: (-(2**31), 2**31 - 1), REAL: (-1e300, 1e300)}
TYPES = {TEXT: pa.string(), TIME: pa.int64(), REAL: pa.float64(), TRUTH: pa.bool_(), NUMBER: pa.int32(),
         NUMBERS: pa.list_(pa.int32())}
BLANKS = "".join(map(chr, range(33)))
MANY_VALUES = {"icao24", "callsign", "callsign_normalized", "longitude", "latitude", "true_track", "velocity_ms",
               "velocity_knots"}  # a dictionary for these takes time and makes the file larger
ALTITUDES = ["LOW", "MEDIUM", "HIGH", "VERY_HIGH", "UNKNOWN"]
SPEEDS = ["SLOW", "TAXI", "APPROACH", "CRUISE", "HIGH_SPEED", "UNKNOWN"]
REGIONS = ["NORTH_AMERICA", "EUROPE", "ASIA_PACIFIC", "OTHER", "UNKNOWN"]
PHASES = ["GROUND", "UNKNOWN", "TAKEOFF", "LANDING", "LOW_ALTITUDE", "CRUISE", "CLIMB", "DESCENT", "LEVEL_FLIGHT"]


class NoSnapshot(Exception):
    """What is no snapshot as a whole."""


class Converted:
    """What a snapshot was converted to."""

    def __init__(self, time, rows, rejected, duplicates, content):
        self.time = time
        self.rows = rows
        self.rejected = rejected
        self.duplicates = duplicates
        self.content = content


def convert(body, fetched_at):
    """Converts a response as received; the states that break a rule are kept beside the reason."""
    time, states = opened(body, orjson.loads)
    states, columns, rejected = transposed(states)
    pairs = list(zip(columns[0], columns[4]))
    duplicates = len(pairs) - len(set(pairs))
    if duplicates:
        first = ~pd.DataFrame(pairs).duplicated().to_numpy()
        columns = [[value for value, keep in zip(column, first) if keep] for column in columns]
    return written(time, table_of(columns, time, fetched_at), rejected, duplicates)


def opened(body, loads):
    """The time and the states of a response."""
    try:
        snapshot = loads(body)
    except ValueError as bad:
        raise NoSnapshot("no JSON") from bad
    if type(snapshot) is not dict or type(snapshot.get("time")) is not int or "states" not in snapshot:
        raise NoSnapshot("no object with time and states")
    time, states = snapshot["time"], snapshot["states"] or []
    if type(states) is not list:
        raise NoSnapshot("states are no list")
    return time, states


def written(time, table, rejected, duplicates):
    """The table as a file of Parquet."""
    notes = {"valid-states": str(table.num_rows), "rejected-states": str(len(rejected)),
             "duplicate-states": str(duplicates),
             "snapshot-time": datetime.datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    sink = io.BytesIO()
    coded = [name for name in table.column_names if name not in MANY_VALUES]
    with parquet.ParquetWriter(sink, table.schema, compression="snappy", use_dictionary=coded, store_schema=False) as writer:
        writer.write_table(table, row_group_size=100_000)
        writer.add_key_value_metadata(notes)
    return Converted(time, table.num_rows, rejected, duplicates, sink.getvalue())


def transposed(states):
    """The states that keep the rules, their columns, and (index, reason, state) of the others."""
    states, rejected = of_one_length(states)
    if not states:
        return states, [()] * len(POSITIONS), rejected
    columns = list(zip(*states)) or [()] * len(POSITIONS)
    if not all(map(column_is_right, POSITIONS, columns)) or None in columns[0] or not all(map(str.strip, columns[0])):
        states = kept(states, state_is_right, "values", rejected)
        columns = list(zip(*states)) or [()] * len(POSITIONS)
    return states, columns, rejected


def of_one_length(states):
    """The states that are lists and long enough, each with 18 positions, and what is to be said of the others."""
    rejected = []
    if states and (set(map(type, states)) != {list} or min(map(len, states)) < LEAST):
        states = kept(states, lambda state: type(state) is list and len(state) >= LEAST, "length", rejected)
    if set(map(len, states)) != {len(POSITIONS)}:
        states = [(state + [None])[: len(POSITIONS)] for state in states]
    return states, rejected


def kept(states, rule, reason, rejected):
    rejected += [(index, reason, state) for index, state in enumerate(states) if not rule(state)]
    return list(filter(rule, states))


def column_is_right(kind, column):
    """Whether all values of a column are of its type and within its limits."""
    found = set(map(type, column))
    if not found <= KINDS[kind]:
        return False
    if kind in (TIME, NUMBER):
        values = [value for value in column if value is not None] if NOTHING in found else column
        return not values or LIMITS[kind][0] <= min(values) and max(values) <= LIMITS[kind][1]
    return kind != NUMBERS or found == {NOTHING} or all(map(list_is_right, column))


def list_is_right(values):
    least, most = LIMITS[NUMBER]
    return values is None or len(values) <= 4096 and all(type(v) is int and least <= v <= most for v in values)


def state_is_right(state):
    for kind, value in zip(POSITIONS, state):
        if type(value) not in KINDS[kind]:
            return False
        if value is not None and kind in LIMITS and not LIMITS[kind][0] <= value <= LIMITS[kind][1]:
            return False
        if kind == NUMBERS and not list_is_right(value):
            return False
    return bool(state[0]) and bool(state[0].strip())


def table_of(columns, time, fetched_at):
    """The table of the specification: its columns, in its order."""
    rows = len(columns[0])
    arrays = [pa.array(column, TYPES[kind]) for kind, column in zip(POSITIONS, columns) if kind != REAL]
    icao24, callsign, country, position_time, contact, ground, sensors, squawk, spi, source, category = arrays
    reals = [np.array(column, np.float64) for kind, column in zip(POSITIONS, columns) if kind == REAL]
    longitude, latitude, baro, velocity, track, rate, geo = reals
    has_baro = ~np.isnan(baro)
    has_position = ~(np.isnan(longitude) | np.isnan(latitude))
    has_altitude = has_baro | ~np.isnan(geo)
    has_velocity = ~np.isnan(velocity)
    baro_feet, geo_feet, knots, climb = baro * FEET, geo * FEET, velocity * KNOTS, rate * FEET_A_MINUTE
    feet = np.where(has_baro, baro_feet, geo_feet)
    callsign = pc.utf8_trim(callsign, BLANKS)
    spoken = pc.greater(pc.binary_length(callsign), 0).fill_null(False).to_numpy(zero_copy_only=False)
    normalized = pc.if_else(pa.array(spoken), pc.ascii_upper(callsign), None)
    long_enough = pc.greater_equal(pc.utf8_length(normalized), 3)
    airline = pc.if_else(long_enough, pc.utf8_slice_codeunits(normalized, 0, 3), None)
    named = pc.greater(pc.binary_length(country), 0).fill_null(False).to_numpy(zero_copy_only=False)
    score = (1.0 + spoken + named + ~np.isnan(longitude) + ~np.isnan(latitude) + has_baro + has_velocity
             + ~np.isnan(track)) / 8
    altitude = np.where(has_altitude, np.digitize(feet, (1_000, 18_000, 35_000)), 4)
    speed = np.where(has_velocity, np.digitize(knots, (50, 200, 400, 600)), 5)
    region = np.select(
        [~has_position, within(longitude, -125, -66) & within(latitude, 20, 72),
         within(longitude, -15, 55) & within(latitude, 35, 70), within(longitude, 95, 145) & within(latitude, -45, 20)],
        [4, 0, 1, 2], 3)
    low = feet < 1_000
    phase = np.select(
        [ground.fill_null(False).to_numpy(zero_copy_only=False), ~(has_altitude & has_velocity), low & (climb > 0),
         low & (climb < 0), low, (feet > 25_000) & (knots > 300), climb > 500, climb < -500],
        [0, 1, 2, 3, 4, 5, 6, 7], 8)
    fetched = pa.nulls(rows, MILLIS) if fetched_at is None else same(round(fetched_at.timestamp() * 1000), rows)
    return pa.table({
        "snapshot_time": same(time * 1000, rows),
        "icao24": icao24,
        "callsign": callsign,
        "origin_country": country,
        "time_position": pc.multiply(position_time, 1000).view(MILLIS),
        "last_contact": pc.multiply(contact, 1000).view(MILLIS),
        "longitude": optional(longitude),
        "latitude": optional(latitude),
        "baro_altitude_m": optional(baro),
        "baro_altitude_ft": optional(baro_feet),
        "on_ground": ground,
        "velocity_ms": optional(velocity),
        "velocity_knots": optional(knots),
        "true_track": optional(track),
        "vertical_rate_ms": optional(rate),
        "vertical_rate_fpm": optional(climb),
        "sensors": sensors,
        "geo_altitude_m": optional(geo),
        "geo_altitude_ft": optional(geo_feet),
        "squawk": squawk,
        "spi": spi,
        "position_source": source,
        "category": category,
        "has_position": pa.array(has_position),
        "has_altitude": pa.array(has_altitude),
        "has_velocity": pa.array(has_velocity),
        "altitude_category": words(altitude, ALTITUDES),
        "speed_category": words(speed, SPEEDS),
        "estimated_phase": words(phase, PHASES),
        "completeness_score": pa.array(score),
        "callsign_normalized": normalized,
        "airline_code": airline,
        "region": words(region, REGIONS),
        "fetched_at": fetched,
    })


def within(values, least, most):
    return (values >= least) & (values <= most)


def optional(values):
    return pa.array(values, from_pandas=True)


def same(millis, rows):
    return pa.array(np.full(rows, millis)).view(MILLIS)


def words(codes, names):
    """A column of few texts, as the dictionary that Parquet makes of it anyway."""
    return pa.DictionaryArray.from_arrays(codes.astype(np.int8), names)


CHECKED = ["snapshot_time", "icao24", "callsign", "origin_country", "time_position", "last_contact", "longitude", "latitude",
           "baro_altitude_ft", "geo_altitude_ft", "velocity_knots", "on_ground", "has_position", "has_altitude",
           "has_velocity"]
THRESHOLDS = {
    "completeness": 0.8, "validity": 0.9, "consistency": 0.85, "uniqueness": 0.95, "accuracy": 0.7, "timeliness": 0.8,
    "altitude_range": 0.95, "speed_range": 0.95, "coordinate_validity": 0.98, "callsign_format": 0.9, "country_code": 0.95,
    "timestamp_consistency": 0.9, "position_accuracy": 0.95, "altitude_consistency": 0.8, "speed_consistency": 0.8,
    "anomaly_detection": 0.95,
}


def judge(content, quality_threshold=0.8, min_completeness=0.7, max_rejected=0.05, scores_of=None):
    """The report of the specification on a processed file; None for one without rows."""
    file = parquet.ParquetFile(io.BytesIO(content))
    if file.metadata.num_rows == 0:
        return None
    table = file.read(columns=CHECKED, use_threads=False)
    counted = (scores_of or scores)(table)
    results = []
    for (name, threshold), (issues, applicable) in zip(THRESHOLDS.items(), counted):
        score = max(0, applicable - issues) / applicable if applicable else 1.0
        results.append({"check": name, "score": score, "threshold": threshold, "passed": score >= threshold,
                        "details": {"applicable": applicable, "issues": issues}})
    overall = math.floor(sum(result["score"] for result in results) / len(results) * 1000 + 0.5) / 1000
    passed = sum(result["passed"] for result in results)
    notes = {name.decode(): int(value) for name, value in file.metadata.metadata.items() if name.endswith(b"-states")}
    rejected = notes["rejected-states"] / max(1, sum(notes.values()))
    return {
        "timestamp": table["snapshot_time"][0].as_py().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "total_records": table.num_rows,
        "total_checks": len(results),
        "passed_checks": passed,
        "failed_checks": len(results) - passed,
        "overall_score": overall,
        "quality_grade": next((g for g, least in zip("ABCD", (0.95, 0.9, 0.8, 0.7)) if overall >= least), "F"),
        "passed_threshold": (overall >= quality_threshold and results[0]["score"] >= min_completeness
                             and rejected <= max_rejected),
        "individual_results": results,
    }


def scores(table):
    """(issues, applicable) of the 16 checks, in their order."""
    rows = table.num_rows
    frame = table.select(["icao24", "callsign", "origin_country"]).to_pandas()
    number = {name: table[name].to_numpy() for name in ("longitude", "latitude", "baro_altitude_ft", "geo_altitude_ft",
                                                        "velocity_knots")}
    longitude, latitude, altitude, geo, speed = number.values()
    reference = pc.max(table["snapshot_time"]).value
    contact, position_time = (table[name].drop_null().cast(pa.int64()).to_numpy() for name in ("last_contact", "time_position"))
    ground = table["on_ground"].fill_null(False).to_numpy()
    told = pc.is_valid(table["on_ground"]).to_numpy()
    has = [int(pc.sum(table[name]).as_py()) for name in ("has_position", "has_altitude", "has_velocity")]
    east, north = np.abs(longitude) > 180, np.abs(latitude) > 90
    out_of_range = (altitude < -1_000) | (altitude > 60_000)
    too_fast = (speed < 0) | (speed > 1_200)
    missing = sum(int(np.isnan(values).sum()) for values in (longitude, latitude, altitude, speed))
    lengths = frame["icao24"].str.len()
    elsewhere = (frame["origin_country"] == "United States").to_numpy() & (np.abs(longitude) < 50) & (np.abs(latitude) < 50)
    pair = ~(np.isnan(longitude) | np.isnan(latitude))
    bad_pair = (east | north | (np.abs(longitude) < 0.1) & (np.abs(latitude) < 0.1) | (longitude == 0) | (latitude == 0)
                | (longitude == latitude)) & pair
    callsigns = frame["callsign"].dropna().str.strip(BLANKS).str.len()
    countries = frame["origin_country"].dropna()
    moving = told & ~np.isnan(speed)
    apart = np.abs(altitude - geo)
    day = [int(((times < reference - 86_400_000) | (times > reference)).sum()) for times in (contact, position_time)]
    known_altitude, known_speed = altitude[~np.isnan(altitude)], speed[~np.isnan(speed)]
    return [
        (missing + (rows - len(contact)) + int(frame["icao24"].isna().sum()), 6 * rows),
        (count(east) + count(north) + count(out_of_range) + count(too_fast) + int((lengths != 6).sum()), 5 * rows),
        (count(ground & (altitude > 1_000)) + count(ground & (speed > 100)) + count(elsewhere), rows),
        (int(frame["icao24"].dropna().duplicated().sum()), rows),
        (3 * rows - sum(has), 3 * rows),
        (count(reference - contact > 300_000), len(contact)),
        (count(out_of_range | outside(altitude, known_altitude, rows, True)), len(known_altitude)),
        (count(too_fast | outside(speed, known_speed, rows, False)), len(known_speed)),
        (count(bad_pair), count(pair)),
        (int(((callsigns < 1) | (callsigns > 8)).sum()), len(callsigns)),
        (int((countries == "").sum()), len(countries)),
        (sum(day), len(contact) + len(position_time)),
        (count(pair & ~(six_decimals(longitude) & six_decimals(latitude))), count(pair)),
        (count(apart > 1_000), count(~np.isnan(apart))),
        (count(moving & np.where(ground, speed > 60, speed < 40)), count(moving)),
        (far(known_altitude) + far(known_speed), rows) if rows >= 10 else (0, 0),
    ]


def count(truths):
    return int(np.count_nonzero(truths))


def outside(values, known, rows, both):
    """Beyond three interquartile ranges above the third quartile, or below the first."""
    if rows <= 10 or not len(known):
        return np.zeros(len(values), bool)
    first, third = np.quantile(known, (0.25, 0.75))
    spread = 3 * (third - first)
    return (values > third + spread) | (values < first - spread) if both else values > third + spread


def six_decimals(values):
    with np.errstate(invalid="ignore"):
        return (np.abs(values) >= 2**53 / 1e6) | (np.rint(values * 1e6) / 1e6 == values)


def far(known):
    """How many are more than three sample standard deviations from the mean."""
    if len(known) < 2:
        return 0
    return count(np.abs(known - known.mean()) > 3 * known.std(ddof=1))
