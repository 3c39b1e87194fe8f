package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class ExportRequestTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @ValueSource(strings = {"", "dev customers", "Customers", "t;", "t\"", "é"})
    void aTableWhoseNameIsNoneIsRefused(String table) {
        assertThatThrownBy(() -> http(ID, table, OptionalInt.of(1), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("table is no name, expected lower-case letters");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 1_000_000_001, Integer.MAX_VALUE})
    void aLimitThatAsksForNothingOrTooMuchIsRefused(int limit) {
        assertThatThrownBy(() -> http(ID, "t", OptionalInt.of(limit), false))
                .hasMessage("limit is " + limit + ", expected 1 to 1000000000");
    }

    @Test
    void anHttpRequestWithoutALimitIsRefused() {
        assertThatThrownBy(() -> http(ID, "t", OptionalInt.empty(), false))
                .hasMessage("limit is missing with origin HTTP, expected one");
    }

    @Test
    void anIdThatIsNoneIsRefusedAndNotShown() {
        assertThatThrownBy(() -> http("secret", "t", OptionalInt.of(1), false))
                .hasMessage("export id has 6 characters, expected 32 hexadecimal digits in lower case");
    }

    @Test
    void aFingerprintThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new ExportRequest(
                        ID,
                        Origin.SCHEDULE,
                        "t",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        false,
                        false,
                        "x"))
                .hasMessage("fingerprint has 1 characters, expected 64 hexadecimal digits in lower case");
    }

    @ParameterizedTest
    @EnumSource(names = "HTTP", mode = EnumSource.Mode.EXCLUDE)
    void aResultIsCutOffSilentlyForNobodyButACallerWhoIsTold(Origin origin) {
        assertThatThrownBy(() -> request(origin, OptionalInt.of(1), true))
                .hasMessage("cut is true with origin " + origin + ", expected false, or HTTP");
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void anObjectStandsInTheRequestsOfObjectsAndInNoOther(Origin origin) {
        Optional<ObjectName> wrong = origin == Origin.OBJECT ? Optional.empty() : Optional.of(new ObjectName("b", "k"));
        assertThatThrownBy(() -> new ExportRequest(
                        ID, origin, "t", wrong, Optional.empty(), Optional.empty(), OptionalInt.of(1), false, false))
                .hasMessageContaining("object is ")
                .hasMessageContaining(" with origin " + origin + ", expected one with OBJECT and no other");
    }

    @ParameterizedTest
    @CsvSource({"'', k", "' ', k", "b, ''"})
    void anObjectWithoutBucketOrKeyIsRefused(String bucket, String key) {
        assertThatThrownBy(() -> new ObjectName(bucket, key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void behindTheCallersOwnLimitNothingIsMissing() {
        ExportRequest request = http(ID, "t", OptionalInt.of(100), false);
        assertThat(request.asked()).hasValue(100);
        assertThat(request.isCutOff(100)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void behindABoundOfOursOneRowMoreTellsWhetherAnythingIsMissing(Origin origin) {
        ExportRequest request = request(origin, OptionalInt.of(100), origin == Origin.HTTP);
        assertThat(request.asked()).hasValue(101);
        assertThat(request.isCutOff(100)).isFalse();
        assertThat(request.isCutOff(101)).isTrue();
    }

    @Test
    void withoutALimitEveryRowIsAskedForAndNoneIsMissing() {
        ExportRequest request = request(Origin.SCHEDULE, OptionalInt.empty(), false);
        assertThat(request.asked()).isEmpty();
        assertThat(request.isCutOff(Long.MAX_VALUE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{\"secret\":", "\"secret\""})
    void whatIsNoJsonObjectIsRefusedWithoutItsContents(String json) {
        assertThatThrownBy(() -> ExportRequest.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("export request is ")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"export_id", "origin", "table", "object", "period", "condition", "limit", "cut", "dry_run"})
    void aFieldThatIsOfAnotherKindIsNamedWithoutItsContents(String field) throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>(JSON.std.mapFrom(full().json()));
        assertThat(fields).containsKey(field);
        fields.put(field, List.of("secret"));
        assertThatThrownBy(() -> ExportRequest.parse(JSON.std.asString(fields)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field + " of an export request is missing or no ")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export_id", "origin", "table", "cut", "dry_run", "fingerprint"})
    void aFieldThatEveryRequestHasCannotBeMissing(String field) throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>(JSON.std.mapFrom(full().json()));
        fields.remove(field);
        assertThatThrownBy(() -> ExportRequest.parse(JSON.std.asString(fields)))
                .hasMessageStartingWith(field + " of an export request is missing or no ");
    }

    @Test
    void anOriginOrATimeThatIsNoneIsRefused() {
        String json = full().json();
        assertThatThrownBy(() -> ExportRequest.parse(json.replace("OBJECT", "object")))
                .hasMessageStartingWith("origin of an export request is not known");
        assertThatThrownBy(() -> ExportRequest.parse(json.replace("2026-11-20T", "2026-13-20T")))
                .hasMessage("from of an export request is no time");
    }

    @Test
    void whatTheLedgerKeepsIsWhatWasAsked() {
        Cases.forAll(generator -> {
            ExportRequest request = any(generator);
            assertThat(ExportRequest.parse(request.json())).isEqualTo(request);
        });
    }

    @Test
    void requestsThatAskTheSameHaveOneFingerprintWhateverTheirIds() {
        ExportRequest one = http(ID, "t", OptionalInt.of(1), false);
        assertThat(http(ID.replace('0', 'f'), "t", OptionalInt.of(1), false).fingerprint())
                .isEqualTo(one.fingerprint());
        assertThat(http(ID, "t2", OptionalInt.of(1), false).fingerprint()).isNotEqualTo(one.fingerprint());
        assertThat(http(ID, "t", OptionalInt.of(2), false).fingerprint()).isNotEqualTo(one.fingerprint());
    }

    @Test
    void aValueOfAConditionIsPartOfTheFingerprint() {
        assertThat(where("'x'").fingerprint()).isNotEqualTo(where("'y'").fingerprint());
        assertThat(where("'x'").fingerprint()).isEqualTo(where("'x'").fingerprint());
    }

    private static ExportRequest any(Cases generator) {
        Origin origin = Origin.values()[generator.number(0, 2)];
        Optional<ObjectName> object = origin == Origin.OBJECT
                ? Optional.of(new ObjectName("b" + generator.text(5).strip(), generator.text(300)))
                : Optional.empty();
        Instant from = Instant.ofEpochMilli(generator.number(0, 2_000_000_000) * 1_000L + generator.number(0, 999));
        Optional<Period> period = generator.random().nextBoolean()
                ? Optional.of(new Period(from, from.plusMillis(generator.number(1, 2_000_000_000))))
                : Optional.empty();
        Optional<Condition> condition =
                generator.random().nextBoolean() ? Optional.of(condition(generator)) : Optional.empty();
        OptionalInt limit = origin == Origin.HTTP || generator.random().nextBoolean()
                ? OptionalInt.of(generator.number(1, 1_000_000_000))
                : OptionalInt.empty();
        boolean cut = origin == Origin.HTTP && generator.random().nextBoolean();
        boolean dry = generator.random().nextBoolean();
        return new ExportRequest(
                ExportId.ofHttpRequest(generator.text(9)), origin, "t", object, period, condition, limit, cut, dry);
    }

    private static Condition condition(Cases generator) {
        List<String> parameters = new ArrayList<>();
        for (int count = generator.number(1, 4); count > 0; count--) {
            String text = generator.text(40).replaceAll("\\p{C}", " ").replace("'", "''");
            parameters.add(generator.random().nextBoolean() ? "'" + text + "'" : "-" + generator.number(0, 99) + ".50");
        }
        String comparisons = "\"c\" = ?" + " OR \"c\" = ?".repeat(parameters.size() - 1);
        return new Condition(comparisons, parameters);
    }

    private static ExportRequest full() {
        return new ExportRequest(
                ID,
                Origin.OBJECT,
                "t",
                Optional.of(new ObjectName("b", "k")),
                Optional.of(DateFilter.TODAY.period(ExportSamples.AT)),
                Optional.of(new Condition("\"a\" = ?", List.of("'x'"))),
                OptionalInt.of(7),
                false,
                false);
    }

    private static ExportRequest where(String value) {
        return new ExportRequest(
                ID,
                Origin.SCHEDULE,
                "t",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Condition("\"a\" = ?", List.of(value))),
                OptionalInt.empty(),
                false,
                false);
    }

    private static ExportRequest http(String id, String table, OptionalInt limit, boolean cut) {
        return new ExportRequest(
                id, Origin.HTTP, table, Optional.empty(), Optional.empty(), Optional.empty(), limit, cut, false);
    }

    private static ExportRequest request(Origin origin, OptionalInt limit, boolean cut) {
        Optional<ObjectName> object =
                origin == Origin.OBJECT ? Optional.of(new ObjectName("b", "k")) : Optional.empty();
        return new ExportRequest(ID, origin, "t", object, Optional.empty(), Optional.empty(), limit, cut, false);
    }
}
