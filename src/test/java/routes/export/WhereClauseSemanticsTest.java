package routes.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import routes.Cases;

/** A clause as the caller wrote it, and as it was written anew, asked of the same rows in a database in memory. */
class WhereClauseSemanticsTest {
    private static final int ROWS = 400;
    /** For each column what its rows have, beside nulls. */
    private static final List<List<String>> VALUES = List.of(
            List.of("1", "2", "17", "-3", "9007199254740993", "9007199254740992", "101"),
            List.of(
                    "'Ada'",
                    "'ada'",
                    "'O''Brien'",
                    "'Zürich'",
                    "'Zürich 漢字 😀'",
                    "'漢字'",
                    "'😀'",
                    "''",
                    "'50%'",
                    "'50!%'",
                    "'a_b'",
                    "'a\\'",
                    "'NULL'",
                    "'; DROP TABLE x --'"),
            List.of("'US'", "'CH'", "'us'", "'DE'", "'; --'", "' '"),
            List.of("true", "false"),
            List.of("0", "-1", "18", "65", "66", "127", "-128"),
            List.of("0", "3", "5", "32767"),
            List.of("0", "1", "3", "2147483647", "-2147483648"),
            List.of("0.5", "0.1", "1.5e2", "-2.25", "1e-3", "100", "1"),
            List.of("60.5", "72.25", "0", "0.1"),
            List.of("12.50", "-0.01", "99999999.99", "7", "-7", "-7.01"),
            List.of("'2024-02-29'", "'2024-01-01'", "'1999-12-31'", "'2023-12-31'"),
            List.of(
                    "'2024-01-01 10:30:00'",
                    "'2024-01-01 10:30:00.123'",
                    "'2024-01-01 10:30:00.123456'",
                    "'2024-01-01 10:30:00.123455'",
                    "'2024-02-29 00:00:00'",
                    "'2024-01-01 00:00:00'"),
            List.of("'2024-01-01 10:30:00+00:00'", "'2023-12-31 23:30:00+00:00'", "'2023-12-31 23:00:00.5+00:00'"));

    private static Connection database;

    @BeforeAll
    static void putRows() throws SQLException {
        database = DriverManager.getConnection("jdbc:duckdb:");
        Random random = new Random(7);
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            rows.add(VALUES.stream()
                    .map(values -> random.nextInt(8) == 0 ? "NULL" : values.get(random.nextInt(values.size())))
                    .collect(Collectors.joining(",", "(" + row + ",", ")")));
        }
        try (Statement statement = database.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute(Customers.TABLE.columns().stream()
                    .map(column -> column.sql() + " " + column.type().sql())
                    .collect(Collectors.joining(",", "CREATE TABLE customers (row_number integer,", ")")));
            statement.execute("INSERT INTO customers VALUES " + String.join(",", rows));
        }
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @MethodSource("routes.export.Customers#harmless")
    void aHarmlessClauseGivesTheRowsOfItsOwnSql(Customers.Harmless clause) throws SQLException {
        assertSameRows(clause.text());
    }

    @Test
    void whateverIsAllowedGivesTheRowsOfItsOwnSql() {
        Cases.forAll(cases -> {
            for (int i = 0; i < 5; i++) {
                assertSameRows(Clauses.clause(cases));
            }
        });
    }

    @Test
    void generatedClausesTakeSomeRowsAndLeaveOthers() {
        int[] telling = new int[1];
        Cases.forAll(cases -> {
            int rows = rows(Clauses.clause(cases)).size();
            telling[0] += rows > 0 && rows < ROWS ? 1 : 0;
        });
        assertThat(telling[0]).isGreaterThan(Cases.CASES / 2);
    }

    private static void assertSameRows(String clause) throws SQLException {
        Condition condition = WhereClause.parse(clause, Customers.TABLE);
        assertThat(executed(condition)).as(clause).isEqualTo(rows(clause));
    }

    private static List<Integer> rows(String condition) throws SQLException {
        return numbers("SELECT row_number FROM customers WHERE " + condition + " ORDER BY 1");
    }

    /** As Athena does it: parameters are literals in the text of an EXECUTE. */
    private static List<Integer> executed(Condition condition) throws SQLException {
        if (condition.parameters().isEmpty()) {
            return rows(condition.sql());
        }
        try (Statement statement = database.createStatement()) {
            statement.execute(
                    "PREPARE asked AS SELECT row_number FROM customers WHERE " + condition.sql() + " ORDER BY 1");
            try {
                return numbers("EXECUTE asked(" + String.join(", ", condition.parameters()) + ")");
            } finally {
                statement.execute("DEALLOCATE asked");
            }
        }
    }

    private static List<Integer> numbers(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Integer> numbers = new ArrayList<>();
            while (result.next()) {
                numbers.add(result.getInt(1));
            }
            return numbers;
        }
    }
}
