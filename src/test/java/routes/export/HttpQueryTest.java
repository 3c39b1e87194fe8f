package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpQueryTest {
    private static final Instant AT = ExportSamples.AT;
    private static final String TABLE = "dev_customers_silver";

    private final ExportEvents events = ExportSamples.events(Map.of("EXPORT_MAX_RECORDS", "5000"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "abc",
                "1000000000",
                "99999999999999999999",
                "5001",
                "1.5",
                "1e3",
                " 5",
                "5 ",
                "+5",
                "05",
                "٥",
                "0x10",
                "5;",
                "NaN"
            })
    void aLimitThatIsNoNumberOfRecordsIsABadRequest(String limit) {
        assertRefused(Map.of("table", TABLE, "limit", limit), Refusal.Kind.BAD_REQUEST, "limit", "from 1 to 5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "limit", "where_clause", "date_filter", "dry_run"})
    void aParameterThatIsEmptyIsABadRequest(String name) {
        for (String empty : List.of("", " ")) {
            Map<String, String> query = new HashMap<>(Map.of("table", TABLE));
            query.put(name, empty);
            assertRefused(query, Refusal.Kind.BAD_REQUEST, name, name + " is empty, expected a value");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "limit", "where_clause", "date_filter", "dry_run"})
    void aParameterThatIsThereTwiceIsABadRequest(String name) {
        Map<String, List<String>> query = new HashMap<>(Map.of("table", List.of(TABLE)));
        query.put(name, List.of("1", "1"));
        assertRefusedQuery(query, Refusal.Kind.BAD_REQUEST, name, name + " is there 2 times, expected once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limt", "Table", "resume", "offset", "x-api-key"})
    void aParameterThatIsNotKnownIsABadRequestThatNamesIt(String name) {
        Map<String, String> query = Map.of("table", TABLE, name, "1");
        assertRefused(query, Refusal.Kind.BAD_REQUEST, name, name + " is not known, expected some of table, limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " Sesame'", "b\nc", "Sésame", "1", "${x}"})
    void whatIsNoNameOfAParameterIsNotRepeated(String name) {
        Map<String, String> query = Map.of("table", TABLE, name, "1");
        assertRefused(query, Refusal.Kind.BAD_REQUEST, "a parameter", "a parameter is not known, expected some of");
    }

    @Test
    void aRequestWithoutATableIsABadRequest() {
        assertRefused(Map.of(), Refusal.Kind.BAD_REQUEST, "table", "table is missing, expected a table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod_customers_silver", "DEV_CUSTOMERS_SILVER", "dev_customers_silver--", "\"x\""})
    void aTableThatIsNotAllowedIsForbidden(String table) {
        assertRefused(
                Map.of("table", table),
                Refusal.Kind.FORBIDDEN,
                "table",
                "table asks for table '" + table + "', expected");
    }

    @ParameterizedTest
    @CsvSource({
        "date_filter, last week, 'date_filter is ''last week'', expected today, yesterday or last_week'",
        "date_filter, TODAY, 'date_filter is ''TODAY'', expected today, yesterday or last_week'",
        "dry_run, yes, 'dry_run is ''yes'', expected true or false'",
        "dry_run, TRUE, 'dry_run is ''TRUE'', expected true or false'"
    })
    void aWordThatIsNoneIsABadRequest(String name, String value, String reason) {
        assertRefused(Map.of("table", TABLE, name, value), Refusal.Kind.BAD_REQUEST, name, reason);
    }

    @Test
    void aWhereClauseThatIsNoneIsRefusedWithoutItsValues() {
        assertThatThrownBy(() -> read(Map.of("table", TABLE, "where_clause", "1=1; DROP TABLE sesame")))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("sesame");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "é", "a\n"})
    void anIdempotencyKeyThatIsNoneIsABadRequestAndNotRepeated(String key) {
        assertThatThrownBy(() -> events.http(Map.of("table", List.of(TABLE)), Optional.of(key), "r", AT))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.field()).isEqualTo("Idempotency-Key");
                    assertThat(refusal)
                            .hasMessage("Idempotency-Key is no name, expected 1 to 255 visible characters of ASCII");
                });
    }

    @Test
    void anIdempotencyKeyHasAtMost255Characters() {
        Map<String, List<String>> query = Map.of("table", List.of(TABLE));
        assertThat(events.http(query, Optional.of("k".repeat(255)), "r", AT).exportId())
                .matches(ExportId::isId);
        assertThatThrownBy(() -> events.http(query, Optional.of("k".repeat(256)), "r", AT))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aRequestThatNobodyNamedIsOurOwnMistake() {
        assertThatThrownBy(() -> events.http(Map.of("table", List.of(TABLE)), Optional.empty(), " ", AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("request id is blank, expected the name of the request");
    }

    @Test
    void whatIsNotAskedForIsNotAdded() {
        ExportRequest request = read(Map.of("table", TABLE));
        assertThat(request.origin()).isEqualTo(Origin.HTTP);
        assertThat(request.table()).isEqualTo(TABLE);
        assertThat(request.object()).isEmpty();
        assertThat(request.period()).as("no hidden yesterday").isEmpty();
        assertThat(request.condition()).isEmpty();
        assertThat(request.limit()).hasValue(100);
        assertThat(request.dryRun()).isFalse();
    }

    @Test
    void everyParameterReachesTheRequest() {
        String where = "region = 'US'";
        ExportRequest request = read(Map.of(
                "table", TABLE,
                "limit", "4999",
                "where_clause", where,
                "date_filter", "today",
                "dry_run", "true"));
        assertThat(request.limit()).hasValue(4999);
        assertThat(request.condition()).contains(WhereClause.parse(where, ExportSamples.table(TABLE)));
        assertThat(request.period()).contains(DateFilter.TODAY.period(AT));
        assertThat(request.dryRun()).isTrue();
        assertThat(read(Map.of("table", TABLE, "dry_run", "false")).dryRun()).isFalse();
    }

    @Test
    void aLimitOfTheCallersOwnIsNotCalledCutOff() {
        ExportRequest request = read(Map.of("table", TABLE, "limit", "7"));
        assertThat(request.cut()).isFalse();
        assertThat(request.asked()).hasValue(7);
    }

    @Test
    void whereOurBoundsEndAResultTheCallerIsToldWhenThereIsMore() {
        ExportRequest most = read(Map.of("table", TABLE, "limit", "5000"));
        assertThat(most.cut()).isTrue();
        assertThat(most.asked()).hasValue(5001);
        ExportRequest standard = read(Map.of("table", TABLE));
        assertThat(standard.cut()).isTrue();
        assertThat(standard.asked()).hasValue(101);
    }

    @Test
    void aRequestThatIsRepeatedWithItsKeyIsTheSameEvenAfterMidnight() {
        Map<String, List<String>> query = Map.of("table", List.of(TABLE), "date_filter", List.of("yesterday"));
        ExportRequest first = events.http(query, Optional.of("key"), "r1", AT);
        ExportRequest second = events.http(query, Optional.of("key"), "r2", AT.plusSeconds(86_400));
        assertThat(second.exportId()).isEqualTo(first.exportId());
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
    }

    @ParameterizedTest
    @CsvSource({
        "table, dev_orders_gold",
        "limit, 100",
        "where_clause, region = 'US'",
        "date_filter, today",
        "dry_run, true"
    })
    void otherParametersWithTheSameKeyAreAnotherRequest(String name, String value) {
        Map<String, List<String>> query = new HashMap<>(Map.of("table", List.of(TABLE)));
        ExportRequest first = events.http(query, Optional.of("key"), "r", AT);
        query.put(name, List.of(value));
        ExportRequest other = events.http(query, Optional.of("key"), "r", AT);
        assertThat(other.exportId()).isEqualTo(first.exportId());
        assertThat(other.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @Test
    void withoutAKeyEachRequestIsAnExportOfItsOwn() {
        Map<String, List<String>> query = Map.of("table", List.of(TABLE));
        assertThat(List.of(
                        events.http(query, Optional.empty(), "r1", AT).exportId(),
                        events.http(query, Optional.empty(), "r2", AT).exportId(),
                        events.http(query, Optional.of("r1"), "r1", AT).exportId()))
                .doesNotHaveDuplicates();
    }

    private ExportRequest read(Map<String, String> query) {
        return events.http(lists(query), Optional.empty(), "request-1", AT);
    }

    private void assertRefused(Map<String, String> query, Refusal.Kind kind, String field, String reason) {
        assertRefusedQuery(lists(query), kind, field, reason);
    }

    private void assertRefusedQuery(Map<String, List<String>> query, Refusal.Kind kind, String field, String reason) {
        assertThatThrownBy(() -> events.http(query, Optional.empty(), "request-1", AT))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.kind()).isEqualTo(kind);
                    assertThat(refusal.field()).isEqualTo(field);
                    assertThat(refusal).hasMessageContaining(reason);
                });
    }

    private static Map<String, List<String>> lists(Map<String, String> query) {
        Map<String, List<String>> lists = new HashMap<>();
        query.forEach((name, value) -> lists.put(name, List.of(value)));
        return lists;
    }
}
