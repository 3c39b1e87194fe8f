package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.lake.ObjectVersion;
import routes.lake.ResultColumn;
import routes.policy.FailureKind;

class ExportRowTest {

    @ParameterizedTest
    @ValueSource(strings = {"content", "result"})
    void whatCannotBeReadIsRefusedWithoutItsContents(String fact) {
        Map<String, String> facts = new HashMap<>(begun().facts());
        facts.put(fact, "{\"secret\":");
        assertThatThrownBy(() -> ExportRow.of(facts))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("row of an export cannot be read")
                .hasNoCause();
    }

    @Test
    void anyRowComesBackFromItsFacts() {
        Cases.forAll(cases -> {
            ExportRow row = any(cases);
            assertThat(ExportRow.of(row.facts())).isEqualTo(row);
        });
    }

    @Test
    void aRowThatWentBackIsWrittenOverWhatItHadReached() {
        ExportRow found = begun().asked("SELECT 1", "q-1", ExportSamples.AT).found(content());
        Map<String, String> there = new HashMap<>(found.facts());
        there.putAll(found.unanswered().facts());
        assertThat(ExportRow.of(there)).isEqualTo(found.unanswered());
        assertThat(found.unanswered().query()).isEmpty();
        assertThat(found.unanswered().content()).isEmpty();
    }

    @Test
    void anotherAttemptIsCountedOnlyWhenTheQueryIsForgotten() {
        ExportRow asked = begun().asked("SELECT 1", "q-1", ExportSamples.AT);
        assertThat(asked.attempt()).isEqualTo(1);
        assertThat(asked.found(content()).attempt()).isEqualTo(1);
        assertThat(asked.unanswered().attempt()).isEqualTo(2);
    }

    private static ExportRow begun() {
        return ExportRow.begun(Requests.ofCustomers(Requests.ID), ExportSamples.AT);
    }

    static ExportRow any(Cases cases) {
        ExportRow row = ExportRow.begun(Requests.any(cases), ExportSamples.AT.plusNanos(cases.number(0, 999_999_999)));
        for (int failed = cases.number(0, 3); failed > 0; failed--) {
            row = row.unanswered();
        }
        if (cases.random().nextBoolean()) {
            row = row.asked("SELECT " + cases.text(50), "q" + cases.text(9), ExportSamples.AT);
            row = cases.random().nextBoolean() ? row.found(content(cases)) : row;
        }
        return cases.random().nextBoolean() ? row.ended(result(row, cases)) : row;
    }

    private static ExportResult result(ExportRow row, Cases cases) {
        Optional<FailureKind> failure = cases.random().nextBoolean()
                ? Optional.empty()
                : Optional.of(FailureKind.values()[cases.number(0, FailureKind.values().length - 1)]);
        return ExportResult.of(
                row, cases.number(0, 3), cases.number(200, 504), cases.text(80), failure, Optional.empty());
    }

    private static ResultContent content(Cases... cases) {
        List<ResultColumn> columns = new ArrayList<>(List.of(new ResultColumn("id", "bigint", 19, 0)));
        long records = 7;
        Optional<String> version = Optional.empty();
        for (Cases one : cases) {
            columns.add(new ResultColumn("c" + one.text(20), "decimal", one.number(1, 38), 2));
            records = (long) one.number(0, 100_000_000) * (one.random().nextBoolean() ? 1 : 300);
            version = one.random().nextBoolean() ? Optional.of(one.text(30)) : Optional.empty();
        }
        ObjectVersion object = new ObjectVersion(
                "lake-results",
                "athena/q-1.csv",
                version,
                Optional.of("\"e\""),
                Optional.empty(),
                OptionalLong.empty());
        return new ResultContent(
                object,
                columns,
                records,
                100,
                cases.length > 0 && cases[0].random().nextBoolean());
    }
}
