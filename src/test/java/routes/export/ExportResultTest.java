package routes.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import routes.Cases;
import routes.lake.ObjectVersion;
import routes.lake.ResultColumn;
import routes.policy.FailureKind;

class ExportResultTest {
    private static final ObjectVersion OBJECT =
            new ObjectVersion("b", "k", Optional.empty(), Optional.of("\"e\""), Optional.empty(), OptionalLong.empty());

    private static ExportRow found(long records) {
        ResultContent content =
                new ResultContent(OBJECT, List.of(new ResultColumn("id", "bigint", 0, 0)), records, 100, false);
        return ExportRow.begun(Requests.ofCustomers(Requests.ID), ExportSamples.AT)
                .asked("SELECT 1", "q-1", ExportSamples.AT)
                .found(content);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 204, no rows, 0, 100.0",
        "250, 0, 502, 3 of 3 batches failed, 0, 0.0",
        "250, 1, 207, 2 of 3 batches failed, 100, 33.3",
        "250, 2, 207, 1 of 3 batches failed, 200, 66.7",
        "250, 3, 200, exported 250 records, 250, 100.0"
    })
    void itsStatusSaysHowMuchTheApiHas(
            long records, int acknowledged, int status, String message, long sent, double rate) {
        ExportResult result = ExportResult.of(found(records), acknowledged, FailureKind.TRANSIENT);
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.isComplete()).isEqualTo(status == 200 || status == 204);
        assertThat(result.failure().isPresent()).isNotEqualTo(result.isComplete());
        assertThat(result.asMap()).containsEntry("message", message).containsEntry("recordsProcessed", sent);
        assertThat((Map<?, ?>) result.asMap().get("apiResult"))
                .hasToString("{total_records=" + records
                        + ", total_batches=" + (records + 99) / 100 + ", successful_batches=" + acknowledged
                        + ", failed_batches=" + ((records + 99) / 100 - acknowledged) + ", success_rate=" + rate + "}");
    }

    @Test
    void batchesFailedAreNeverSuccess() {
        Cases.forAll(cases -> {
            int batches = cases.number(1, 1000);
            ExportResult result =
                    ExportResult.of(found(batches * 100L), cases.number(0, batches - 1), FailureKind.POISON);
            assertThat(result.isComplete()).isFalse();
            assertThat(result.failure()).contains(FailureKind.POISON);
            assertThat(result.sent()).isLessThan(result.records());
        });
    }

    @Test
    void anExportThatDidNotGetFarKnowsOfNoRecords() {
        ExportRow begun = ExportRow.begun(Requests.ofCustomers(Requests.ID), ExportSamples.AT);
        ExportResult result = ExportResult.of(begun, 0, 504, "too long", Optional.empty(), Optional.empty());
        assertThat(result.asMap()).containsEntry("recordsProcessed", 0L).containsEntry("truncated", false);
    }
}
