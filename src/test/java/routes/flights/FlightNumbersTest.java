package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import routes.flights.QualityReport.Cause;
import routes.observe.Meter;
import routes.policy.FailureKind;

class FlightNumbersTest {
    private static final Duration TOOK = Duration.ofMillis(250);

    private final Notes notes = new Notes("", new TreeMap<>());
    private final FlightNumbers numbers = new FlightNumbers(notes);
    private final MemoryFlights flights = new MemoryFlights();

    /** What was told, by {@code namespace|name|dimensions}. */
    private record Notes(String namespace, Map<String, List<Object>> told) implements Meter {

        private void tell(String name, Object value, String... dimensions) {
            told.computeIfAbsent(namespace + "|" + name + "|" + String.join(" ", dimensions), any -> new ArrayList<>())
                    .add(value);
        }

        @Override
        public void count(String name, long amount, String... dimensions) {
            tell(name, amount, dimensions);
        }

        @Override
        public void time(String name, Duration duration, String... dimensions) {
            tell(name, duration, dimensions);
        }

        @Override
        public void gauge(String name, long value, String... dimensions) {
            tell(name, value, dimensions);
        }

        @Override
        public void value(String name, double value, String... dimensions) {
            tell(name, value, dimensions);
        }

        @Override
        public Meter in(String other) {
            return new Notes(other, told);
        }
    }

    private static List<Object> one(Object value) {
        return List.of(value);
    }

    private Converting.Made made(String... states) throws IOException {
        return flights.parts.converting().convert(flights.putRaw(Snapshots.snapshot(states)));
    }

    @Test
    void aFetchIsToldInTheNamespaceOfIngestion() {
        Snapshot snapshot = flights.snapshot(0, Snapshots.state(), Snapshots.state(), Snapshots.state(), "[1]");
        numbers.fetched(snapshot, TOOK);
        numbers.credits(3996);
        assertThat(notes.told())
                .isEqualTo(Map.of(
                        "FlightDataPipeline/Ingestion|ExecutionTime|", one(TOOK),
                        "FlightDataPipeline/Ingestion|RecordsProcessed|", one(4L),
                        "FlightDataPipeline/Ingestion|ValidRecords|", one(3L),
                        "FlightDataPipeline/Ingestion|DataQualityRatio|", one(0.75),
                        "FlightDataPipeline/Ingestion|CreditsRemaining|", one(3996L),
                        "|EventsProcessed|pipeline flights", one(1L),
                        "|ExecutionTime|pipeline flights", one(TOOK),
                        "|OutputFileSize|pipeline flights",
                                one(snapshot.content().length())));
    }

    @Test
    void anEmptySnapshotHasARatioOfOneAndNoRecords() {
        numbers.fetched(flights.snapshot(0), TOOK);
        assertThat(notes.told())
                .containsEntry("FlightDataPipeline/Ingestion|RecordsProcessed|", one(0L))
                .containsEntry("FlightDataPipeline/Ingestion|ValidRecords|", one(0L))
                .containsEntry("FlightDataPipeline/Ingestion|DataQualityRatio|", one(1.0));
    }

    @Test
    void aConversionIsToldInTheNamespaceOfProcessing() throws IOException {
        String[] states = new String[2000];
        java.util.Arrays.fill(states, Snapshots.state());
        states[1] = "[1]";
        try (Converting.Made made = made(states)) {
            numbers.converted(made, TOOK);
            double smaller =
                    1 - (double) made.parquet().length() / made.raw().object().length();
            assertThat(notes.told())
                    .containsEntry("FlightDataPipeline/Processing|ProcessingTime|", one(TOOK))
                    .containsEntry("FlightDataPipeline/Processing|RecordsProcessed|", one(2000L))
                    .containsEntry("FlightDataPipeline/Processing|QualityScore|", one(1.0))
                    .containsEntry("FlightDataPipeline/Processing|FileSizeReduction|", one(Math.max(0, smaller)))
                    .containsEntry(
                            "|OutputFileSize|pipeline flights",
                            one(made.parquet().length()))
                    .hasSize(7);
        }
    }

    @Test
    void aFileThatHasGrownIsNoReduction() throws IOException {
        try (Converting.Made made = made(Snapshots.state())) {
            assertThat(made.parquet().length())
                    .isGreaterThan(made.raw().object().length());
            numbers.converted(made, TOOK);
            assertThat(notes.told()).containsEntry("FlightDataPipeline/Processing|FileSizeReduction|", one(0.0));
        }
    }

    @Test
    void anEmptySnapshotIsConvertedWithoutANumberThatIsNone() throws IOException {
        try (Converting.Made made = made()) {
            numbers.converted(made, TOOK);
            assertThat(notes.told())
                    .containsEntry("FlightDataPipeline/Processing|QualityScore|", one(0.0))
                    .containsEntry("FlightDataPipeline/Processing|RecordsProcessed|", one(0L));
        }
    }

    @Test
    void aVerdictIsToldInTheNamespaceOfQualityAndInThatOfAll() {
        numbers.judged(JudgedTest.judged(JudgedTest.report(0.6, Cause.SCORE), Standing.NONE), TOOK);
        assertThat(notes.told())
                .isEqualTo(Map.of(
                        "FlightDataPipeline/Quality|ValidationTime|", one(TOOK),
                        "FlightDataPipeline/Quality|OverallQualityScore|", one(0.6),
                        "FlightDataPipeline/Quality|PassedChecks|", one(0L),
                        "FlightDataPipeline/Quality|FailedChecks|", one(1L),
                        "FlightDataPipeline/Quality|RecordsValidated|", one(10L),
                        "FlightDataPipeline|DataQualityScore|", one(0.6),
                        "FlightDataPipeline|RecordsProcessed|", one(10L),
                        "|EventsProcessed|pipeline flights", one(1L),
                        "|ExecutionTime|pipeline flights", one(TOOK)));
    }

    @Test
    void anEmptySnapshotHasAMetricAndNoScore() {
        numbers.judged(JudgedTest.judged(new Verdict.NoData(0), Standing.NONE), TOOK);
        assertThat(notes.told())
                .containsEntry("FlightDataPipeline/Quality|EmptySnapshots|", one(1L))
                .doesNotContainKeys(
                        "FlightDataPipeline/Quality|OverallQualityScore|", "FlightDataPipeline|DataQualityScore|");
    }

    @Test
    void whatGoesToQuarantineIsCounted() {
        numbers.judged(JudgedTest.judged(null, Standing.NONE), TOOK);
        assertThat(notes.told())
                .containsEntry("|SnapshotsQuarantined|pipeline flights", one(1L))
                .doesNotContainKey("FlightDataPipeline/Quality|OverallQualityScore|");
    }

    @Test
    void whatDidNotHappenIsCountedToo() {
        numbers.skipped();
        numbers.sourceDown();
        numbers.alerted(true);
        numbers.alerted(false);
        numbers.failed(FailureKind.POISON);
        assertThat(notes.told())
                .containsOnlyKeys(
                        "|TicksSkipped|pipeline flights",
                        "|CircuitBreakerOpen|pipeline flights",
                        "|AlertsSent|pipeline flights",
                        "|AlertsSuppressed|pipeline flights",
                        "|EventsFailed|pipeline flights",
                        "|failures|pipeline flights kind poison");
    }
}
