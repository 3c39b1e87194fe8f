#!/usr/bin/env python3
"""Snapshots to Parquet with DuckDB or Polars, from a folder into a folder: bench/peers/flights_convert.py <engine> <in> <out>.

The conversion alone, of snapshots without a fault: each <name>.json.gz becomes <name>.parquet with the columns of the
specification; duplicates are left out. A value of the wrong type fails. fetched_at is the file's time of change."""

import argparse
import gc
import gzip
import os
from pathlib import Path

FEET, KNOTS, FEET_A_MINUTE = 3.28084, 1.94384, 196.8504


def duckdb_engine(threads):
    import duckdb

    connection = duckdb.connect(config={"threads": threads})
    query = (Path(__file__).parent / "flights_convert.sql").read_text()

    def convert(source, target, fetched_millis):
        connection.execute(query.format(source=source, target=target, fetched=fetched_millis))

    return convert


def polars_engine(threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import orjson
    import polars as pl

    millis = pl.Datetime("ms", "UTC")
    fields = {
        "icao24": pl.String, "callsign": pl.String, "origin_country": pl.String, "time_position": pl.Int64,
        "last_contact": pl.Int64, "longitude": pl.Float64, "latitude": pl.Float64, "baro_altitude_m": pl.Float64,
        "on_ground": pl.Boolean, "velocity_ms": pl.Float64, "true_track": pl.Float64, "vertical_rate_ms": pl.Float64,
        "sensors": pl.List(pl.Int32), "geo_altitude_m": pl.Float64, "squawk": pl.String, "spi": pl.Boolean,
        "position_source": pl.Int32, "category": pl.Int32,
    }
    col, when, lit = pl.col, pl.when, pl.lit

    def between(name, least, most):
        return (col(name) >= least) & (col(name) <= most)

    callsign, feet, knots = col("callsign"), col("feet"), col("velocity_knots")
    blanks = "".join(map(chr, range(33)))
    steps = (
        (
            callsign.str.strip_chars(blanks),
            (col("time_position") * 1000).cast(millis),
            (col("last_contact") * 1000).cast(millis),
            (col("baro_altitude_m") * FEET).alias("baro_altitude_ft"),
            (col("geo_altitude_m") * FEET).alias("geo_altitude_ft"),
            (col("velocity_ms") * KNOTS).alias("velocity_knots"),
            (col("vertical_rate_ms") * FEET_A_MINUTE).alias("vertical_rate_fpm"),
            (col("longitude").is_not_null() & col("latitude").is_not_null()).alias("has_position"),
            (col("baro_altitude_m").is_not_null() | col("geo_altitude_m").is_not_null()).alias("has_altitude"),
            col("velocity_ms").is_not_null().alias("has_velocity"),
        ),
        (
            pl.coalesce("baro_altitude_ft", "geo_altitude_ft").alias("feet"),
            when(callsign.str.len_bytes() > 0).then(callsign.str.to_uppercase()).alias("callsign_normalized"),
        ),
        (
            when(feet.is_null()).then(lit("UNKNOWN")).when(feet < 1_000).then(lit("LOW"))
            .when(feet < 18_000).then(lit("MEDIUM")).when(feet < 35_000).then(lit("HIGH"))
            .otherwise(lit("VERY_HIGH")).alias("altitude_category"),
            when(knots.is_null()).then(lit("UNKNOWN")).when(knots < 50).then(lit("SLOW")).when(knots < 200)
            .then(lit("TAXI")).when(knots < 400).then(lit("APPROACH")).when(knots < 600).then(lit("CRUISE"))
            .otherwise(lit("HIGH_SPEED")).alias("speed_category"),
            when(col("on_ground")).then(lit("GROUND")).when(feet.is_null() | knots.is_null()).then(lit("UNKNOWN"))
            .when((feet < 1_000) & (col("vertical_rate_fpm") > 0)).then(lit("TAKEOFF"))
            .when((feet < 1_000) & (col("vertical_rate_fpm") < 0)).then(lit("LANDING"))
            .when(feet < 1_000).then(lit("LOW_ALTITUDE"))
            .when((feet > 25_000) & (knots > 300)).then(lit("CRUISE"))
            .when(col("vertical_rate_fpm") > 500).then(lit("CLIMB"))
            .when(col("vertical_rate_fpm") < -500).then(lit("DESCENT"))
            .otherwise(lit("LEVEL_FLIGHT")).alias("estimated_phase"),
            ((1 + pl.sum_horizontal(
                callsign.str.len_bytes() > 0, col("origin_country").str.len_bytes() > 0, col("longitude").is_not_null(),
                col("latitude").is_not_null(), col("baro_altitude_m").is_not_null(), col("has_velocity"),
                col("true_track").is_not_null())) / 8).alias("completeness_score"),
            when(col("callsign_normalized").str.len_chars() >= 3).then(col("callsign_normalized").str.head(3))
            .alias("airline_code"),
            when(~col("has_position")).then(lit("UNKNOWN"))
            .when(between("longitude", -125, -66) & between("latitude", 20, 72)).then(lit("NORTH_AMERICA"))
            .when(between("longitude", -15, 55) & between("latitude", 35, 70)).then(lit("EUROPE"))
            .when(between("longitude", 95, 145) & between("latitude", -45, 20)).then(lit("ASIA_PACIFIC"))
            .otherwise(lit("OTHER")).alias("region"),
        ),
    )

    def convert(source, target, fetched_millis):
        snapshot = orjson.loads(gzip.decompress(Path(source).read_bytes()))
        states = [(state + [None])[: len(fields)] if len(state) != len(fields) else state
                  for state in snapshot["states"] or []]
        columns = zip(*states) if states else [()] * len(fields)
        frame = pl.DataFrame([pl.Series(name, column, type_, strict=type_ != pl.Float64)
                              for (name, type_), column in zip(fields.items(), columns)])
        if not frame.select(pl.struct("icao24", "last_contact").is_unique().all()).item():
            frame = frame.unique(["icao24", "last_contact"], keep="first", maintain_order=True)
        lazy = frame.lazy()
        for step in steps:
            lazy = lazy.with_columns(step)
        lazy = lazy.with_columns(lit(snapshot["time"] * 1000).cast(millis).alias("snapshot_time"),
                                 lit(fetched_millis).cast(millis).alias("fetched_at"))
        lazy.select(COLUMNS).collect().write_parquet(target, compression="snappy", row_group_size=100_000)

    return convert


COLUMNS = [
    "snapshot_time", "icao24", "callsign", "origin_country", "time_position", "last_contact", "longitude", "latitude",
    "baro_altitude_m", "baro_altitude_ft", "on_ground", "velocity_ms", "velocity_knots", "true_track", "vertical_rate_ms",
    "vertical_rate_fpm", "sensors", "geo_altitude_m", "geo_altitude_ft", "squawk", "spi", "position_source", "category",
    "has_position", "has_altitude", "has_velocity", "altitude_category", "speed_category", "estimated_phase",
    "completeness_score", "callsign_normalized", "airline_code", "region", "fetched_at",
]
ENGINES = {"duckdb": duckdb_engine, "polars": polars_engine}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("engine", choices=ENGINES)
    arguments.add_argument("source", type=Path)
    arguments.add_argument("target", type=Path)
    arguments.add_argument("--threads", type=int, default=1, help="more take more processor time, not less")
    options = arguments.parse_args()
    convert = ENGINES[options.engine](options.threads)
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    for source in sorted(options.source.glob("*.json.gz")):
        target = options.target / (source.name.removesuffix(".json.gz") + ".parquet")
        convert(source, target, source.stat().st_mtime_ns // 1_000_000)


if __name__ == "__main__":
    main()
