package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code lake-routes ingest plan} and {@code invoke} against real queues. */
class IngestPlanCommandIT {
    private final TestLake lake = new TestLake();
    private final TestCommands commands = new TestCommands(lake.values("ingest.sources.api-b.paging", "fixed:10"));

    @AfterEach
    void leave() {
        lake.close();
    }

    private int sent() {
        return TestLake.SOURCES.stream()
                .mapToInt(source -> lake.depth(lake.queue(source)))
                .sum();
    }

    @Test
    void aDryRunTellsWhatWouldBeSentAndSendsNothing() {
        var ended = commands.run(
                "ingest",
                "plan",
                "--from",
                "2026-11-01",
                "--to",
                "2026-11-19",
                "--endpoints",
                "api-a,api-b",
                "--dry-run",
                "--json");
        assertThat(ended.code()).isZero();
        assertThat(ended.json()).containsEntry("status", "dry-run").containsEntry("planned", 19 + 190);
        assertThat(ended.json().get("endpoint_stats")).isEqualTo(Map.of("api-a", 19, "api-b", 190));
        assertThat(sent()).isZero();
    }

    @Test
    void aPlanWithoutDaysIsOfYesterdayInUtcAndAllSources() {
        var ended = commands.run("ingest", "plan", "--json");
        assertThat(ended.code()).isZero();
        assertThat(ended.json().get("dates"))
                .isEqualTo(List.of(LocalDate.now(ZoneOffset.UTC).minusDays(1).toString()));
        assertThat(sent()).isEqualTo(13);
        assertThat(lake.look(lake.queue("api-a")).get(0).body())
                .contains((String) ended.json().get("run_id"));
    }

    @Test
    void aLongRangeShowsItsProgressBesideTheAnswer() {
        var ended =
                commands.run("ingest", "plan", "--from", "2026-01-01", "--to", "2026-03-31", "--endpoints", "api-a");
        assertThat(ended.code()).isZero();
        assertThat(ended.err().lines().filter(line -> line.startsWith("planned up to")))
                .containsExactly(
                        "planned up to 2026-01-31 of 2026-03-31",
                        "planned up to 2026-03-03 of 2026-03-31",
                        "planned up to 2026-03-31 of 2026-03-31");
        assertThat(ended.out()).contains("90 messages");
        assertThat(sent()).isEqualTo(90);
    }

    @Test
    void anUnknownSourceIsWrongUsageAndNamesTheKnownOnes() {
        var ended = commands.run("ingest", "plan", "--endpoints", "../x");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("../x").contains("api-a").doesNotContain("\tat ");
        assertThat(sent()).isZero();
    }

    @Test
    void aPlanThatCannotSendSaysWhichSourceAndEndsWithOne() {
        var broken = new TestCommands(lake.values("ingest.sources.api-c.queue", "no-such-queue"));
        var ended = broken.run("ingest", "plan", "--json");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.json()).containsEntry("status", "incomplete");
        assertThat(ended.json().get("failed").toString()).contains("api-c");
        assertThat(sent()).isEqualTo(3);
    }

    @Test
    void anEventIsInvokedAsItsLambdaWouldTakeIt() {
        var ended = commands.runReading(
                "{\"from\":\"2026-11-19\",\"endpoints\":[\"api-a\"]}", "invoke", "ingest-trigger", "--event", "-");
        assertThat(ended.code()).isZero();
        assertThat(ended.json()).containsEntry("planned", 1);
        assertThat(lake.depth(lake.queue("api-a"))).isEqualTo(1);
    }

    @Test
    void aBatchOfMessagesIsInvokedAndAnswersWhichAreToComeAgain() {
        lake.behave("{\"end\":\"api-b\",\"do\":\"status\",\"status\":503}");
        String event = "{\"Records\":[" + record("1", "api-a") + "," + record("2", "api-b") + "]}";
        var ended = commands.runReading(event, "invoke", "ingest-fetch", "--event", "-");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.json().get("batchItemFailures")).isEqualTo(List.of(Map.of("itemIdentifier", "2")));
        assertThat(lake.keys()).containsExactly("raw/source=api-a/ingestion_date=2026-11-19/page=000001.json.gz");
    }

    private String record(String id, String source) {
        String body =
                "{\\\"endpoint\\\":\\\"" + source + "\\\",\\\"ingestion_date\\\":\\\"2026-11-19\\\",\\\"page\\\":1}";
        return "{\"messageId\":\"" + id + "\",\"receiptHandle\":\"h" + id + "\",\"body\":\"" + body
                + "\",\"attributes\":{\"ApproximateReceiveCount\":\"1\"},\"messageAttributes\":{},"
                + "\"eventSourceARN\":\"arn:aws:sqs:us-east-1:000000000000:" + lake.queue(source) + "\"}";
    }

    @Test
    void anEventThatIsNoJsonAndAStepThatNobodyHasAreWrongUsage() {
        assertThat(commands.runReading("no", "invoke", "ingest-trigger", "--event", "-")
                        .code())
                .isEqualTo(2);
        var ended = commands.runReading("{}", "invoke", "ingest-nothing", "--event", "-");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("ingest-nothing").contains("ingest-trigger");
    }
}
