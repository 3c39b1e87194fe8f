package routes.export;

import java.util.List;
import java.util.stream.Stream;

/** A table with a column of every type, one of them named like a keyword. */
final class Customers {
    static final ExportTable TABLE = new ExportTable(
            "dev_customers_silver",
            List.of(
                    column("customer_id", "bigint"),
                    column("Name", "varchar"),
                    column("region", "string"),
                    column("active", "boolean"),
                    column("age", "tinyint"),
                    column("visits", "smallint"),
                    column("orders", "integer"),
                    column("score", "double"),
                    column("weight", "real"),
                    column("balance", "decimal(10,2)"),
                    column("date", "date"),
                    column("created", "timestamp"),
                    column("seen", "timestamp with time zone")),
            false);

    private Customers() {}

    private static Column column(String name, String type) {
        return new Column(name, ColumnType.parse(type));
    }

    /** A clause as a caller writes it, and what it becomes. */
    record Harmless(String text, String sql, List<String> parameters) {}

    private static Harmless harmless(String text, String sql, String... parameters) {
        return new Harmless(text, sql, List.of(parameters));
    }

    /** Plain conditions, all of which a caller may send. */
    static Stream<Harmless> harmless() {
        return Stream.of(
                harmless("region = 'US'", "\"region\" = CAST(? AS varchar)", "'US'"),
                harmless("REGION <> 'us'", "\"region\" <> CAST(? AS varchar)", "'us'"),
                harmless("\"name\" != 'O''Brien'", "\"Name\" <> CAST(? AS varchar)", "'O''Brien'"),
                harmless("name = 'Zürich 漢字 😀'", "\"Name\" = CAST(? AS varchar)", "'Zürich 漢字 😀'"),
                harmless("name = '; DROP TABLE x --'", "\"Name\" = CAST(? AS varchar)", "'; DROP TABLE x --'"),
                harmless("name = 'a\\'", "\"Name\" = CAST(? AS varchar)", "'a\\'"),
                harmless("name = ''", "\"Name\" = CAST(? AS varchar)", "''"),
                harmless("customer_id > 100", "\"customer_id\" > CAST(? AS bigint)", "100"),
                harmless("100 <= customer_id", "CAST(? AS bigint) <= \"customer_id\"", "100"),
                harmless("age < -1", "\"age\" < CAST(? AS tinyint)", "-1"),
                harmless("visits >= 3.0", "\"visits\" >= CAST(? AS smallint)", "3"),
                harmless("balance = 12.5", "\"balance\" = CAST(? AS decimal(10,2))", "12.5"),
                harmless("balance <= - 7", "\"balance\" <= CAST(? AS decimal(10,2))", "-7"),
                harmless("score > 1.5e2", "\"score\" > CAST(? AS double)", "150.0E0"),
                harmless("score < .5", "\"score\" < CAST(? AS double)", "0.5"),
                harmless("weight > 60.5", "\"weight\" > CAST(? AS real)", "60.5"),
                harmless("active = TRUE", "\"active\" = CAST(? AS boolean)", "'true'"),
                harmless("active", "\"active\""),
                harmless("NOT active", "NOT (\"active\")"),
                harmless("NOT NOT active", "NOT (NOT (\"active\"))"),
                harmless("date >= '2024-01-01'", "\"date\" >= CAST(? AS date)", "'2024-01-01'"),
                harmless("date = DATE '2024-02-29'", "\"date\" = CAST(? AS date)", "'2024-02-29'"),
                harmless(
                        "created > TIMESTAMP '2024-01-01 10:30:00'",
                        "\"created\" > CAST(? AS timestamp)",
                        "'2024-01-01 10:30:00.000'"),
                harmless(
                        "created < '2024-01-01 10:30:00.123456'",
                        "\"created\" < CAST(? AS timestamp(6))",
                        "'2024-01-01 10:30:00.123456'"),
                harmless(
                        "created >= DATE '2024-01-01'",
                        "\"created\" >= CAST(? AS timestamp)",
                        "'2024-01-01 00:00:00.000'"),
                harmless(
                        "seen >= '2024-01-01T00:30:00+01:00'",
                        "\"seen\" >= CAST(? AS timestamp with time zone)",
                        "'2023-12-31 23:30:00.000 UTC'"),
                harmless(
                        "region IN ('US', 'CH','DE')",
                        "\"region\" IN (CAST(? AS varchar), CAST(? AS varchar), CAST(? AS varchar))",
                        "'US'",
                        "'CH'",
                        "'DE'"),
                harmless("orders not in (1)", "\"orders\" NOT IN (CAST(? AS integer))", "1"),
                harmless(
                        "age BETWEEN 18 AND 65 AND active",
                        "(\"age\" BETWEEN CAST(? AS tinyint) AND CAST(? AS tinyint) AND \"active\")",
                        "18",
                        "65"),
                harmless(
                        "age NOT BETWEEN 18 AND 65",
                        "\"age\" NOT BETWEEN CAST(? AS tinyint) AND CAST(? AS tinyint)",
                        "18",
                        "65"),
                harmless("name LIKE 'A%'", "\"Name\" LIKE CAST(? AS varchar)", "'A%'"),
                harmless(
                        "name NOT LIKE '50\\%%' ESCAPE '\\'",
                        "\"Name\" NOT LIKE CAST(? AS varchar) ESCAPE CAST(? AS varchar)", "'50\\%%'", "'\\'"),
                harmless("name IS NULL", "\"Name\" IS NULL"),
                harmless("Lower(name) = 'ada'", "lower(\"Name\") = CAST(? AS varchar)", "'ada'"),
                harmless("length(name) > 3", "length(\"Name\") > CAST(? AS bigint)", "3"),
                harmless(
                        "region = 'US' OR region = 'CH' AND NOT age < 18",
                        "(\"region\" = CAST(? AS varchar) OR (\"region\" = CAST(? AS varchar)"
                                + " AND NOT (\"age\" < CAST(? AS tinyint))))",
                        "'US'",
                        "'CH'",
                        "18"),
                harmless(
                        "((region = 'US' OR name is not null)\n\tAND (score) = (1))",
                        "((\"region\" = CAST(? AS varchar) OR \"Name\" IS NOT NULL) AND \"score\" = CAST(? AS double))",
                        "'US'",
                        "1"));
    }
}
