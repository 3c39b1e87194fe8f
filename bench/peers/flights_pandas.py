"""Snapshots to Parquet and Parquet to 16 scores in the manner of the document that the flights come from: json of the
standard library, a pandas DataFrame of the states, checks as operations on its columns, pyarrow to write. What a snapshot
and a report look like is shared with flights_frames.py."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa

import flights_frames as frames
from flights_frames import (ALTITUDES, BLANKS, FEET, FEET_A_MINUTE, KNOTS, LIMITS, MILLIS, NUMBER, NUMBERS, PHASES, POSITIONS,
                            REAL, REGIONS, SPEEDS, TEXT, TIME, TRUTH, TYPES)

NAMES = ("icao24", "callsign", "origin_country", "time_position", "last_contact", "longitude", "latitude", "baro_altitude_m",
         "on_ground", "velocity_ms", "true_track", "vertical_rate_ms", "sensors", "geo_altitude_m", "squawk", "spi",
         "position_source", "category")
FOUND = {TEXT: {"empty", "string"}, TIME: {"empty", "integer"}, TRUTH: {"empty", "boolean"}, NUMBER: {"empty", "integer"},
         REAL: {"empty", "integer", "floating", "mixed-integer-float"}}
DTYPES = {TEXT: "str", TIME: "Int64", REAL: "float64", TRUTH: "boolean", NUMBER: "Int64"}
TYPED = {name: DTYPES[kind] for name, kind in zip(NAMES, POSITIONS) if kind in DTYPES}
WORDS = pa.dictionary(pa.int8(), pa.string())
SCHEMA = {
    "snapshot_time": MILLIS, **{name: MILLIS if kind == TIME else TYPES[kind] for name, kind in zip(NAMES, POSITIONS)},
    "altitude_category": WORDS, "speed_category": WORDS, "estimated_phase": WORDS, "region": WORDS, "fetched_at": MILLIS,
}
ORDER = ("snapshot_time", "icao24", "callsign", "origin_country", "time_position", "last_contact", "longitude", "latitude",
         "baro_altitude_m", "baro_altitude_ft", "on_ground", "velocity_ms", "velocity_knots", "true_track",
         "vertical_rate_ms", "vertical_rate_fpm", "sensors", "geo_altitude_m", "geo_altitude_ft", "squawk", "spi",
         "position_source", "category", "has_position", "has_altitude", "has_velocity", "altitude_category",
         "speed_category", "estimated_phase", "completeness_score", "callsign_normalized", "airline_code", "region",
         "fetched_at")


def convert(body, fetched_at):
    """Converts a response as received; the states that break a rule are kept beside the reason."""
    time, states = frames.opened(body, lambda text: json.loads(text, parse_constant=no_number))
    states, rejected = frames.of_one_length(states)
    frame = typed(states)
    if frame is None:
        frame = typed(frames.kept(states, frames.state_is_right, "values", rejected))
    repeated = frame.duplicated(["icao24", "last_contact"])
    duplicates = int(repeated.sum())
    frame = enriched(frame[~repeated] if duplicates else frame)
    frame["snapshot_time"] = time * 1000
    frame["fetched_at"] = None if fetched_at is None else round(fetched_at.timestamp() * 1000)
    table = pa.table({name: pa.array(frame[name], SCHEMA.get(name), from_pandas=True) for name in ORDER})
    return frames.written(time, table, rejected, duplicates)


def no_number(name):
    raise ValueError(f"{name} is no number")


def typed(states):
    """The states as a frame; None if a value is of another type than its column's, beyond its limits or missing."""
    raw = pd.DataFrame(states, columns=NAMES, dtype=object)
    if any(pd.api.types.infer_dtype(raw[name]) not in FOUND[kind] for kind, name in zip(POSITIONS, NAMES) if kind in FOUND):
        return None
    try:
        frame = raw.astype(TYPED)
    except OverflowError:
        return None
    within = all(frame[name].dropna().between(*LIMITS[kind]).all() for kind, name in zip(POSITIONS, NAMES) if kind in LIMITS)
    lists = frame["sensors"].dropna()
    named = frame["icao24"].notna().all() and (frame["icao24"].str.strip() != "").all()
    return frame if within and named and lists.map(list_is_right).all() else None


def list_is_right(values):
    return type(values) is list and frames.list_is_right(values)


def enriched(frame):
    """The columns that follow from others."""
    for name in ("time_position", "last_contact"):
        frame[name] *= 1000
    frame["callsign"] = frame["callsign"].str.strip(BLANKS)
    spoken = frame["callsign"].fillna("") != ""
    frame["callsign_normalized"] = frame["callsign"].where(spoken).str.upper()
    frame["airline_code"] = frame["callsign_normalized"].where(frame["callsign_normalized"].str.len() >= 3).str[:3]
    feet_of_baro = frame["baro_altitude_ft"] = frame["baro_altitude_m"] * FEET
    feet = feet_of_baro.fillna(frame["geo_altitude_m"] * FEET)
    frame["geo_altitude_ft"] = frame["geo_altitude_m"] * FEET
    knots = frame["velocity_knots"] = frame["velocity_ms"] * KNOTS
    climb = frame["vertical_rate_fpm"] = frame["vertical_rate_ms"] * FEET_A_MINUTE
    longitude, latitude = frame["longitude"], frame["latitude"]
    has_position = frame["has_position"] = longitude.notna() & latitude.notna()
    has_altitude = frame["has_altitude"] = feet.notna()
    has_velocity = frame["has_velocity"] = knots.notna()
    scored = [spoken, frame["origin_country"].fillna("") != "", has_velocity,
              *(frame[name].notna() for name in ("longitude", "latitude", "baro_altitude_m", "true_track"))]
    frame["completeness_score"] = (1.0 + sum(truths.to_numpy(np.int8) for truths in scored)) / 8
    frame["altitude_category"] = stepped(feet, (1_000, 18_000, 35_000), ALTITUDES)
    frame["speed_category"] = stepped(knots, (50, 200, 400, 600), SPEEDS)
    frame["region"] = chosen(REGIONS, "OTHER", {
        "UNKNOWN": ~has_position,
        "NORTH_AMERICA": longitude.between(-125, -66) & latitude.between(20, 72),
        "EUROPE": longitude.between(-15, 55) & latitude.between(35, 70),
        "ASIA_PACIFIC": longitude.between(95, 145) & latitude.between(-45, 20)})
    low = feet < 1_000
    frame["estimated_phase"] = chosen(PHASES, "LEVEL_FLIGHT", {
        "GROUND": frame["on_ground"].fillna(False).astype(bool), "UNKNOWN": ~(has_altitude & has_velocity),
        "TAKEOFF": low & (climb > 0), "LANDING": low & (climb < 0), "LOW_ALTITUDE": low,
        "CRUISE": (feet > 25_000) & (knots > 300), "CLIMB": climb > 500, "DESCENT": climb < -500})
    return frame


def stepped(values, limits, names):
    """Which step each value is on; the last name is for those that are missing."""
    codes = np.where(values.notna(), np.digitize(values, limits), len(names) - 1)
    return pd.Categorical.from_codes(codes.astype(np.int8), names)


def chosen(names, otherwise, rules):
    """The first name whose rule holds."""
    codes = np.select([rule.to_numpy() for rule in rules.values()], list(map(names.index, rules)), names.index(otherwise))
    return pd.Categorical.from_codes(codes.astype(np.int8), names)


def judge(content):
    """The report of the specification on a processed file; None for one without rows."""
    return frames.judge(content, scores_of=scores)


def scores(table):
    """(issues, applicable) of the 16 checks, in their order."""
    frame = table.to_pandas()
    rows = len(frame)
    longitude, latitude = frame["longitude"], frame["latitude"]
    altitude, geo, speed = frame["baro_altitude_ft"], frame["geo_altitude_ft"], frame["velocity_knots"]
    reference = frame["snapshot_time"].max()
    contact, position_time = frame["last_contact"].dropna(), frame["time_position"].dropna()
    told = frame["on_ground"].notna()
    ground = frame["on_ground"].where(told, False).astype(bool)
    out_of_range = (altitude < -1_000) | (altitude > 60_000)
    too_fast = (speed < 0) | (speed > 1_200)
    east, north = longitude.abs(), latitude.abs()
    pair = longitude.notna() & latitude.notna()
    off = (east > 180) | (north > 90) | (east < 0.1) & (north < 0.1) | (longitude == 0) | (latitude == 0)
    elsewhere = (frame["origin_country"] == "United States") & (east < 50) & (north < 50)
    callsigns = frame["callsign"].dropna().str.strip(BLANKS).str.len()
    countries = frame["origin_country"].dropna()
    moving = told & speed.notna()
    apart = (altitude - geo).abs()
    has = frame[["has_position", "has_altitude", "has_velocity"]].to_numpy(bool)
    day = pd.Timedelta(days=1)
    astray = sum(int(((times < reference - day) | (times > reference)).sum()) for times in (contact, position_time))
    needed = frame[["icao24", "longitude", "latitude", "baro_altitude_ft", "velocity_knots", "last_contact"]]
    return [
        (int(needed.isna().sum().sum()), 6 * rows),
        (count(east > 180) + count(north > 90) + count(out_of_range) + count(too_fast)
         + count(frame["icao24"].str.len() != 6), 5 * rows),
        (count(ground & (altitude > 1_000)) + count(ground & (speed > 100)) + count(elsewhere), rows),
        (count(frame["icao24"].dropna().duplicated()), rows),
        (int((~has).sum()), 3 * rows),
        (count(reference - contact > pd.Timedelta(seconds=300)), len(contact)),
        (count(out_of_range | outside(altitude, rows, True)), int(altitude.count())),
        (count(too_fast | outside(speed, rows, False)), int(speed.count())),
        (count((off | (longitude == latitude)) & pair), count(pair)),
        (count(~callsigns.between(1, 8)), len(callsigns)),
        (count(countries == ""), len(countries)),
        (astray, len(contact) + len(position_time)),
        (count(pair & ~(six_decimals(longitude) & six_decimals(latitude))), count(pair)),
        (count(apart > 1_000), int(apart.count())),
        (count(moving & (ground & (speed > 60) | ~ground & (speed < 40))), count(moving)),
        (far(altitude) + far(speed), rows) if rows >= 10 else (0, 0),
    ]


def count(truths):
    return int(truths.sum())


def outside(values, rows, both):
    """Beyond three interquartile ranges above the third quartile, or below the first."""
    if rows <= 10:
        return False
    first, third = values.quantile((0.25, 0.75))
    spread = 3 * (third - first)
    return (values > third + spread) | (values < first - spread) if both else values > third + spread


def six_decimals(values):
    return (values.abs() >= 2**53 / 1e6) | ((values * 1e6).round() / 1e6 == values)


def far(values):
    """How many are more than three sample standard deviations from the mean."""
    return count((values - values.mean()).abs() > 3 * values.std())
