package local.gateway;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A database of its own for each query, in memory, that speaks as much of Athena's dialect as our queries need. */
final class DuckDb {
    /** The catalog in which queries find the lake's tables. */
    static final String CATALOG = "awsdatacatalog";

    private static final String SETTINGS = """
            SET TimeZone = 'UTC';
            SET integer_division = true;
            SET autoinstall_known_extensions = false;
            SET autoload_known_extensions = false;
            SET threads = 2;
            SET memory_limit = '1GB';
            SET temp_directory = '';
            ATTACH ':memory:' AS awsdatacatalog;
            """;

    /** Beware: date_parse takes DuckDB's letters, which are Athena's but for months' names, minutes and seconds. */
    private static final String FUNCTIONS = """
            CREATE TEMP MACRO trino_format(f) AS replace(replace(replace(replace(replace(replace(
                f, '%M', '%B'), '%i', '%M'), '%s', '%S'), '%T', '%H:%M:%S'), '%W', '%A'), '%h', '%I');
            CREATE TEMP MACRO date_format(t, f) AS strftime(t, trino_format(f));
            CREATE TEMP MACRO date_parse(s, f) AS strptime(s, f);
            CREATE TEMP MACRO date_add(unit, n, t) AS t + CASE unit
                WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n) WHEN 'hour' THEN to_hours(n)
                WHEN 'day' THEN to_days(n) WHEN 'week' THEN to_weeks(n) WHEN 'month' THEN to_months(n)
                WHEN 'year' THEN to_years(n) END;
            CREATE TEMP MACRO from_iso8601_timestamp(s) AS CAST(s AS TIMESTAMPTZ);
            CREATE TEMP MACRO from_iso8601_date(s) AS CAST(s AS DATE);
            CREATE TEMP MACRO from_unixtime(s) AS to_timestamp(s);
            CREATE TEMP MACRO to_unixtime(t) AS epoch(t);
            CREATE TEMP MACRO json_extract_scalar(j, p) AS json_extract_string(j, p);
            CREATE TEMP MACRO json_parse(s) AS CAST(s AS JSON);
            CREATE TEMP MACRO json_format(j) AS CAST(j AS VARCHAR);
            CREATE TEMP MACRO regexp_like(s, p) AS regexp_matches(s, p);
            CREATE TEMP MACRO approx_distinct(x) AS approx_count_distinct(x);
            CREATE TEMP MACRO sequence(a, b) AS generate_series(a, b);
            CREATE TEMP MACRO is_nan(x) AS isnan(x);
            CREATE TEMP MACRO to_hex(b) AS hex(b);
            """;

    private DuckDb() {}

    static Connection open() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        try {
            execute(connection, SETTINGS + FUNCTIONS);
            return connection;
        } catch (SQLException failure) {
            connection.close();
            throw failure;
        }
    }

    /** From now on no file can be read but those below the directory, and no setting can be changed. */
    static void lock(Connection connection, Path directory) throws SQLException {
        execute(connection, "SET allowed_directories = [" + SqlText.quotedText(directory + "/") + """
                ];
                SET enable_external_access = false;
                SET lock_configuration = true;
                """);
    }

    static void execute(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }
}
