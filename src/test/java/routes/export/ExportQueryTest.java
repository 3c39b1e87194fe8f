package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.aws.Statement;

class ExportQueryTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final Period DAY = DateFilter.TODAY.period(ExportSamples.AT);
    private static final ExportTable TABLE = table("timestamp");

    @Test
    void aQueryIsOfTheRequestsTableAndNoOther() {
        ExportTable other = new ExportTable("other", TABLE.columns(), false);
        assertThatThrownBy(() -> ExportQuery.of(all(), other, "d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table is other, expected that of the request, t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "gone"})
    void aPeriodOnAColumnThatHasNoDatesIsRefused(String column) {
        assertThatThrownBy(() -> ExportQuery.of(of(DAY), TABLE, column))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("table t has no column " + column + " of dates, expected one");
    }

    @Test
    void whatIsNotAskedForIsNotInTheQuery() {
        assertThat(ExportQuery.of(all(), TABLE, "d"))
                .isEqualTo(new Statement("SELECT \"a\", \"d\" FROM \"t\"", List.of()));
    }

    @Test
    void everyPartOfARequestIsInTheQueryAndEveryValueIsAParameter() {
        ExportRequest request = new ExportRequest(
                ID,
                Origin.OBJECT,
                "t",
                Optional.of(new ObjectName("lake", "silver/t/it's.parquet")),
                Optional.of(DAY),
                Optional.of(new Condition("\"a\" = ? OR \"a\" = ?", List.of("7", "'x'"))),
                OptionalInt.of(9),
                false,
                false);
        assertThat(ExportQuery.of(request, TABLE, "d"))
                .isEqualTo(new Statement(
                        "SELECT \"a\", \"d\" FROM \"t\" WHERE \"$path\" = ?"
                                + " AND (\"d\" >= CAST(? AS timestamp) AND \"d\" < CAST(? AS timestamp))"
                                + " AND (\"a\" = ? OR \"a\" = ?) LIMIT 10",
                        List.of(
                                "'s3://lake/silver/t/it''s.parquet'",
                                "'2026-11-20 00:00:00.000'",
                                "'2026-11-21 00:00:00.000'",
                                "7",
                                "'x'")));
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, 2026-11-20 09:00:00.001, 2026-11-20 10:00:00.000",
        "timestamp with time zone, 2026-11-20 09:00:00.001 UTC, 2026-11-20 10:00:00.000 UTC",
        "date, 2026-11-21, 2026-11-21"
    })
    void theBoundsOfAPeriodAreOfTheTypeOfTheDateColumn(String type, String from, String to) {
        Period period = new Period(Instant.parse("2026-11-20T09:00:00.001Z"), Instant.parse("2026-11-20T10:00:00Z"));
        Statement statement = ExportQuery.of(of(period), table(type), "d");
        assertThat(statement.sql()).endsWith("(\"d\" >= CAST(? AS " + type + ") AND \"d\" < CAST(? AS " + type + "))");
        assertThat(statement.parameters()).containsExactly("'" + from + "'", "'" + to + "'");
    }

    @Test
    void aDateBelongsToAPeriodWhenItsMidnightDoes() {
        Cases.forAll(generator -> {
            Instant from = Instant.ofEpochSecond(generator.number(0, 1_000_000_000));
            Period period = new Period(from, from.plusSeconds(generator.number(1, 1_000_000)));
            List<String> bounds = ExportQuery.of(of(period), table("date"), "d").parameters();
            for (int day = -1; day < 14; day++) {
                Instant midnight =
                        from.truncatedTo(java.time.temporal.ChronoUnit.DAYS).plusSeconds(86_400L * day);
                String date = "'" + midnight.toString().substring(0, 10) + "'";
                boolean asked = date.compareTo(bounds.get(0)) >= 0 && date.compareTo(bounds.get(1)) < 0;
                assertThat(asked).isEqualTo(!midnight.isBefore(from) && midnight.isBefore(period.to()));
            }
        });
    }

    @Test
    void theDateColumnIsSpelledAsTheTableHasIt() {
        assertThat(ExportQuery.of(of(DAY), TABLE, "D").sql())
                .contains("(\"d\" >= CAST")
                .doesNotContain("\"D\"");
    }

    @Test
    void aQueryThatIsYesterdaysIsTheSameWheneverItIsAsked() {
        Statement first = ExportQuery.of(of(DateFilter.YESTERDAY.period(ExportSamples.AT)), table("date"), "d");
        assertThat(first.parameters()).containsExactly("'2026-11-19'", "'2026-11-20'");
    }

    @Test
    void noKeyLeavesItsLiteral() {
        Cases.forAll(generator -> {
            String key = generator.text(100);
            ExportRequest request = new ExportRequest(
                    ID,
                    Origin.OBJECT,
                    "t",
                    Optional.of(new ObjectName("lake", key)),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    false,
                    false);
            Statement statement = ExportQuery.of(request, TABLE, "d");
            assertThat(statement.sql()).isEqualTo("SELECT \"a\", \"d\" FROM \"t\" WHERE \"$path\" = ?");
            String literal = statement.parameters().get(0);
            String inner = literal.substring(1, literal.length() - 1);
            assertThat(literal).startsWith("'").endsWith("'");
            assertThat(inner.replace("''", "")).doesNotContain("'");
            assertThat(inner.replace("''", "'")).isEqualTo("s3://lake/" + key);
        });
    }

    private static ExportTable table(String type) {
        return new ExportTable(
                "t",
                List.of(new Column("a", ColumnType.parse("bigint")), new Column("d", ColumnType.parse(type))),
                false);
    }

    private static ExportRequest all() {
        return request(Optional.empty());
    }

    private static ExportRequest of(Period period) {
        return request(Optional.of(period));
    }

    private static ExportRequest request(Optional<Period> period) {
        return new ExportRequest(
                ID,
                Origin.SCHEDULE,
                "t",
                Optional.empty(),
                period,
                Optional.empty(),
                OptionalInt.empty(),
                false,
                false);
    }
}
