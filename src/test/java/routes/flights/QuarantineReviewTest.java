package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.flights.QuarantineReview.Decision;
import routes.flights.QuarantineReview.Fate;
import software.amazon.awssdk.services.s3.model.S3Exception;

class QuarantineReviewTest {
    private static final SnapshotKey KEY = MemoryFlights.KEY;
    private static final String NAME = "20261121_184000";
    private static final byte[] BAD = "no parquet".getBytes(UTF_8);

    private final MemoryFlights flights = new MemoryFlights();
    private final QuarantineReview review = new QuarantineReview(flights.lake, flights.settings, flights.directory);

    /** Answers the hash of the content that lies in quarantine then. */
    private String quarantined() throws IOException {
        Judged judged = flights.parts.judging().judge(flights.putProcessed(BAD));
        flights.parts.quarantine().take(judged);
        flights.parts.quarantine().remove(judged);
        return judged.sha256();
    }

    private Fate decide(Decision decision) throws IOException {
        return review.decide(NAME, decision, false);
    }

    private static RuntimeException down() {
        return (RuntimeException) S3Exception.builder().statusCode(503).build();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotInQuarantineCannotBeDecided(Decision decision) throws IOException {
        assertThat(decide(decision)).isEqualTo(Fate.NOT_THERE);
        assertThat(flights.memory.runs.writes()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aDryRunChangesNothing(Decision decision) throws IOException {
        String sha256 = quarantined();
        List<String> keys = flights.memory.s3.keys();
        assertThat(review.decide(NAME, decision, true)).isEqualTo(Fate.TO_BE_DONE);
        assertThat(flights.memory.s3.keys()).isEqualTo(keys);
        assertThat(flights.verdicts().of(sha256)).isEqualTo(Standing.QUARANTINED);
    }

    @Test
    void aReleasedFileIsPutBackWithItsMetadataAndItsReportStays() throws IOException {
        String sha256 = quarantined();
        assertThat(decide(Decision.RELEASE)).isEqualTo(Fate.DONE);
        assertThat(flights.memory.s3.keys()).containsExactlyInAnyOrder(KEY.processed(), KEY.quarantineReport());
        assertThat(flights.memory.s3.bytes(KEY.processed())).isEqualTo(BAD);
        StoredSnapshot back = flights.parts.judging().find(KEY.processed()).orElseThrow();
        assertThat(back.executionId()).isEqualTo(MemoryFlights.RUN);
        assertThat(back.metadata()).containsEntry("content-sha256", sha256);
        assertThat(flights.verdicts().of(sha256)).isEqualTo(Standing.RELEASED);
        Judged judged = flights.parts.judging().judge(back);
        assertThat(judged.complains()).isFalse();
        assertThat(judged.toQuarantine()).isFalse();
        assertThat(decide(Decision.RELEASE)).isEqualTo(Fate.DONE_BEFORE);
    }

    @Test
    void aRejectedFileIsRemovedAndItsReportStays() throws IOException {
        String sha256 = quarantined();
        assertThat(decide(Decision.REJECT)).isEqualTo(Fate.DONE);
        assertThat(flights.memory.s3.keys()).containsExactly(KEY.quarantineReport());
        assertThat(flights.verdicts().of(sha256)).isEqualTo(Standing.REJECTED);
        assertThat(decide(Decision.REJECT)).isEqualTo(Fate.NOT_THERE);
    }

    @Test
    void whoDiesBehindTheDecisionGoesOnWhenItIsGivenAgain() throws IOException {
        quarantined();
        flights.memory.s3.failWrites(put -> down());
        assertThatThrownBy(() -> decide(Decision.RELEASE)).isInstanceOf(S3Exception.class);
        flights.memory.s3.failWrites(put -> null);
        flights.memory.s3.failDeletes(QuarantineReviewTest::down);
        assertThatThrownBy(() -> decide(Decision.RELEASE)).isInstanceOf(S3Exception.class);
        flights.memory.s3.failDeletes(() -> null);
        assertThat(decide(Decision.RELEASE)).isEqualTo(Fate.DONE);
        assertThat(flights.memory.s3.keys()).containsExactlyInAnyOrder(KEY.processed(), KEY.quarantineReport());
    }

    @Test
    void aDecisionStandsAgainstItsOpposite() throws IOException {
        String sha256 = quarantined();
        flights.verdicts().decide(sha256, KEY.processed(), Standing.REJECTED);
        assertThat(decide(Decision.RELEASE)).isEqualTo(Fate.DECIDED_OTHERWISE);
        assertThat(flights.memory.s3.keys()).contains(KEY.quarantine()).doesNotContain(KEY.processed());
    }

    @Test
    void whoIsOvertakenByTheOppositeDoesNothing() throws IOException {
        String sha256 = quarantined();
        flights.memory.runs.beforeNextWrite(
                () -> flights.verdicts().decide(sha256, KEY.processed(), Standing.RELEASED));
        assertThat(decide(Decision.REJECT)).isEqualTo(Fate.DECIDED_OTHERWISE);
        assertThat(flights.memory.s3.keys()).contains(KEY.quarantine());
    }

    @Test
    void anotherContentInItsPlaceIsNotWrittenOver() throws IOException {
        quarantined();
        flights.put("processed", KEY.processed(), new byte[] {1}, Map.of());
        assertThat(decide(Decision.RELEASE)).isEqualTo(Fate.IN_THE_WAY);
        assertThat(flights.memory.s3.bytes(KEY.processed())).containsExactly(1);
        assertThat(flights.memory.s3.keys()).contains(KEY.quarantine());
    }

    @Test
    void whatWaitsIsToldByNameWithItsReport() throws IOException {
        quarantined();
        assertThat(review.waiting(flights.lake.reader().listing())).containsExactly(NAME);
        assertThat(review.report(NAME)).containsOnlyKeys("total_records", "reasons");
        flights.memory.s3.remove(KEY.quarantineReport());
        assertThat(review.report(NAME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NAME,
                "quarantine/year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.parquet",
                "s3://processed/quarantine/year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.parquet",
                "s3://processed/year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.parquet",
                "year=2026/month=11/day=21/hour=18/flight_data_20261121_184000.json.gz",
            })
    void aFileMayBeNamedInManyWays(String name) throws IOException {
        quarantined();
        assertThat(review.isName(name)).isTrue();
        assertThat(review.decide(name, Decision.RELEASE, true)).isEqualTo(Fate.TO_BE_DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20261131_184000", "20261121-184000", "s3://other/20261121_184000", "latest.json"})
    void whatIsNoNameIsNone(String name) {
        assertThat(review.isName(name)).isFalse();
    }
}
