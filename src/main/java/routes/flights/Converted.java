package routes.flights;

import java.time.Instant;

/**
 * What a snapshot was converted to.
 *
 * @param snapshotTime as the API says it
 * @param valid states that became rows
 * @param rejected states that break a rule
 * @param duplicates states that repeat the icao24 and last_contact of a row
 * @param completeness mean of the rows' completeness_score, 0 to 1; 0 without rows
 * @param parquetBytes size of the Parquet file
 */
record Converted(
        Instant snapshotTime, long valid, long rejected, long duplicates, double completeness, long parquetBytes) {

    Converted {
        if (valid < 0 || rejected < 0 || duplicates < 0 || parquetBytes < 0) {
            throw new IllegalArgumentException("conversion counts " + valid + " valid, " + rejected + " rejected, "
                    + duplicates + " duplicate states and " + parquetBytes + " bytes, expected 0 or more of each");
        }
        if (!(completeness >= 0 && completeness <= 1)) {
            throw new IllegalArgumentException("completeness is " + completeness + ", expected 0 to 1");
        }
    }

    /** All states of the snapshot. */
    long states() {
        return valid + rejected + duplicates;
    }
}
