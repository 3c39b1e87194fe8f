COPY (
    WITH snapshot AS (
        SELECT time, states
        FROM read_json('{source}', format = 'unstructured', columns = {{time: 'BIGINT', states: 'VARCHAR[][]'}},
                       maximum_object_size = 268435456)
    ), state AS (
        SELECT time, unnest(states) AS s, generate_subscripts(states, 1) AS place FROM snapshot
    ), typed AS (
        SELECT
            place,
            make_timestamp_ms(time * 1000)::TIMESTAMPTZ AS snapshot_time,
            s[1] AS icao24,
            trim(s[2], (SELECT string_agg(chr(i::INTEGER), '') FROM range(1, 33) AS t(i))) AS callsign,
            s[3] AS origin_country,
            s[4]::BIGINT AS time_position,
            s[5]::BIGINT AS last_contact,
            s[6]::DOUBLE AS longitude,
            s[7]::DOUBLE AS latitude,
            s[8]::DOUBLE AS baro_altitude_m,
            s[9]::BOOLEAN AS on_ground,
            s[10]::DOUBLE AS velocity_ms,
            s[11]::DOUBLE AS true_track,
            s[12]::DOUBLE AS vertical_rate_ms,
            s[13]::INTEGER[] AS sensors,
            s[14]::DOUBLE AS geo_altitude_m,
            s[15] AS squawk,
            s[16]::BOOLEAN AS spi,
            s[17]::INTEGER AS position_source,
            s[18]::INTEGER AS category
        FROM state
    ), measured AS (
        SELECT *,
            baro_altitude_m * 3.28084::DOUBLE AS baro_altitude_ft,
            geo_altitude_m * 3.28084::DOUBLE AS geo_altitude_ft,
            velocity_ms * 1.94384::DOUBLE AS velocity_knots,
            vertical_rate_ms * 196.8504::DOUBLE AS vertical_rate_fpm,
            coalesce(baro_altitude_ft, geo_altitude_ft) AS feet,
            CASE WHEN callsign <> '' THEN upper(callsign) END AS callsign_normalized
        FROM typed
    )
    SELECT
        snapshot_time, icao24, callsign, origin_country,
        make_timestamp_ms(time_position * 1000)::TIMESTAMPTZ AS time_position,
        make_timestamp_ms(last_contact * 1000)::TIMESTAMPTZ AS last_contact,
        longitude, latitude, baro_altitude_m, baro_altitude_ft, on_ground, velocity_ms, velocity_knots, true_track,
        vertical_rate_ms, vertical_rate_fpm, sensors, geo_altitude_m, geo_altitude_ft, squawk, spi, position_source, category,
        longitude IS NOT NULL AND latitude IS NOT NULL AS has_position,
        feet IS NOT NULL AS has_altitude,
        velocity_knots IS NOT NULL AS has_velocity,
        CASE WHEN feet IS NULL THEN 'UNKNOWN' WHEN feet < 1000 THEN 'LOW' WHEN feet < 18000 THEN 'MEDIUM'
             WHEN feet < 35000 THEN 'HIGH' ELSE 'VERY_HIGH' END AS altitude_category,
        CASE WHEN velocity_knots IS NULL THEN 'UNKNOWN' WHEN velocity_knots < 50 THEN 'SLOW' WHEN velocity_knots < 200
             THEN 'TAXI' WHEN velocity_knots < 400 THEN 'APPROACH' WHEN velocity_knots < 600 THEN 'CRUISE'
             ELSE 'HIGH_SPEED' END AS speed_category,
        CASE WHEN on_ground THEN 'GROUND' WHEN feet IS NULL OR velocity_knots IS NULL THEN 'UNKNOWN'
             WHEN feet < 1000 AND vertical_rate_fpm > 0 THEN 'TAKEOFF' WHEN feet < 1000 AND vertical_rate_fpm < 0 THEN 'LANDING'
             WHEN feet < 1000 THEN 'LOW_ALTITUDE' WHEN feet > 25000 AND velocity_knots > 300 THEN 'CRUISE'
             WHEN vertical_rate_fpm > 500 THEN 'CLIMB' WHEN vertical_rate_fpm < -500 THEN 'DESCENT'
             ELSE 'LEVEL_FLIGHT' END AS estimated_phase,
        (1 + (callsign_normalized IS NOT NULL)::INTEGER + coalesce(origin_country <> '', false)::INTEGER
           + (longitude IS NOT NULL)::INTEGER + (latitude IS NOT NULL)::INTEGER + (baro_altitude_m IS NOT NULL)::INTEGER
           + (velocity_ms IS NOT NULL)::INTEGER + (true_track IS NOT NULL)::INTEGER) / 8 AS completeness_score,
        callsign_normalized,
        CASE WHEN length(callsign_normalized) >= 3 THEN left(callsign_normalized, 3) END AS airline_code,
        CASE WHEN longitude IS NULL OR latitude IS NULL THEN 'UNKNOWN'
             WHEN longitude BETWEEN -125 AND -66 AND latitude BETWEEN 20 AND 72 THEN 'NORTH_AMERICA'
             WHEN longitude BETWEEN -15 AND 55 AND latitude BETWEEN 35 AND 70 THEN 'EUROPE'
             WHEN longitude BETWEEN 95 AND 145 AND latitude BETWEEN -45 AND 20 THEN 'ASIA_PACIFIC' ELSE 'OTHER' END AS region,
        make_timestamp_ms({fetched})::TIMESTAMPTZ AS fetched_at
    FROM measured
    QUALIFY row_number() OVER (PARTITION BY icao24, last_contact ORDER BY place) = 1
    ORDER BY place
) TO '{target}' (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880)
