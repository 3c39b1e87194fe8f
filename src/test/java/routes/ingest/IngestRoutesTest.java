package routes.ingest;

import static org.apache.camel.builder.AdviceWith.adviceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;
import routes.observe.Meter;
import routes.policy.Backoff;
import routes.policy.Batch;
import routes.policy.BatchResult;
import routes.policy.FailureKind;
import routes.policy.FailurePolicy;
import routes.policy.Outcome;
import routes.policy.Parking;
import routes.policy.Poison;
import routes.policy.QueueMessage;
import routes.policy.Tick;
import routes.policy.Tries;

/** The order of the pipeline's steps, with stand-ins for everything outside. */
class IngestRoutesTest extends CamelTestSupport {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:05Z"), ZoneOffset.UTC);
    private static final String PAGE = "{\"items\":[{\"id\":1},{\"id\":2}],\"has_more\":true}";

    private final List<Instant> due =
            List.of(Instant.parse("2026-11-19T01:00:00Z"), Instant.parse("2026-11-20T01:00:00Z"));
    private final List<PlanChunk> sent = new ArrayList<>();
    private Processor queue = exchange -> sent.add(exchange.getProperty(IngestRoutes.CHUNK, PlanChunk.class));
    private final List<PageTask> stored = new ArrayList<>();
    private final IngestParts parts = TestParts.parts(TestParts.settings(), new Silent(), CLOCK);

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true).withDumpRouteCoverage(true);
    }

    @Override
    protected org.apache.camel.RoutesBuilder[] createRouteBuilders() {
        Tries tries = new Tries(new Backoff(5, Duration.ofMillis(1), Duration.ofMillis(5)), CLOCK, () -> 0);
        return new org.apache.camel.RoutesBuilder[] {
            new FailurePolicy("ingest", tries, new Parking(new routes.aws.Queues(() -> null), "-dlq", 5)),
            new IngestRoutes(parts)
        };
    }

    private void start(Processor source) throws Exception {
        CamelContext context = context();
        adviceWith(
                context,
                "ingest-get",
                route -> route.weaveById("ingest-get-source").replace().to("mock:source"));
        adviceWith(context, "ingest-page", route -> {
            route.weaveById("ingest-page-raw").replace().process(exchange -> {
                stored.add(task(exchange));
                exchange.getMessage().setBody(done(exchange));
            });
            route.weaveById("ingest-page-end")
                    .replace()
                    .process(exchange -> exchange.getMessage().setBody(done(exchange)));
        });
        adviceWith(context, "ingest-tick", route -> {
            route.weaveById("ingest-tick-ledger")
                    .replace()
                    .process(exchange -> exchange.getMessage().setBody(due));
            route.weaveById("ingest-tick-claim")
                    .replace()
                    .process(exchange -> exchange.setProperty(
                            "ingest.taken", !exchange.getMessage().getBody().equals(due.get(0))));
            route.weaveById("ingest-tick-finish").replace().to("mock:finished");
        });
        adviceWith(
                context,
                "ingest-plan",
                route -> route.weaveById("ingest-plan-queue").replace().process(exchange -> queue.process(exchange)));
        MockEndpoint mock = getMockEndpoint("mock:source");
        mock.whenAnyExchangeReceived(source);
        context.start();
    }

    private static PageTask task(Exchange exchange) {
        return exchange.getProperty(IngestRoutes.TASK, PageTask.class);
    }

    private static StoredPage done(Exchange exchange) {
        return new StoredPage(task(exchange).message(), Optional.empty(), Optional.empty());
    }

    private static Processor answer(int status, String body, String... headers) {
        return exchange -> {
            exchange.getMessage().removeHeaders("*");
            exchange.getMessage().setHeader(HttpConstants.HTTP_RESPONSE_CODE, status);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getMessage().setHeader(headers[i], headers[i + 1]);
            }
            exchange.getMessage().setBody(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        };
    }

    private BatchResult fetch(String... bodies) {
        List<QueueMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new QueueMessage("m" + messages.size(), "ingest-api-a", body, Map.of(), 1));
        }
        Batch batch = new Batch(messages, CLOCK.instant().plusSeconds(60));
        return template().requestBody("direct:ingest-fetch", batch, BatchResult.class);
    }

    private static String message(String endpoint, int page) {
        return "{\"endpoint\":\"" + endpoint + "\",\"ingestion_date\":\"2026-11-19\",\"page\":" + page + "}";
    }

    @Test
    void aFetchedPageIsStoredAndItsMessageIsDone() throws Exception {
        start(answer(200, PAGE));
        BatchResult result = fetch(message("api-a", 1), message("api-b", 2));
        assertThat(result.outcomes()).containsValues(new Outcome.Done()).hasSize(2);
        assertThat(stored).hasSize(2);
        assertThat(result.summary()).containsEntry("handled", 2).containsEntry("failed", 0);
    }

    @Test
    void theRequestCarriesOurHeadersAndNoOthers() throws Exception {
        List<Map<String, Object>> seen = new ArrayList<>();
        start(exchange -> {
            seen.add(Map.copyOf(exchange.getMessage().getHeaders()));
            answer(200, PAGE).process(exchange);
        });
        fetch(message("api-a", 1));
        assertThat(seen.get(0)).containsOnlyKeys(HttpConstants.HTTP_URI, HttpConstants.HTTP_QUERY, "Accept");
        assertThat(seen.get(0)).containsEntry(HttpConstants.HTTP_QUERY, "date=2026-11-19&page=1");
    }

    @Test
    void aSourceThatStaysUnreachableIsTriedFiveTimesAndNothingIsStored() throws Exception {
        start(exchange -> {
            throw new IOException("connection refused");
        });
        BatchResult result = fetch(message("api-a", 1));
        getMockEndpoint("mock:source").expectedMessageCount(5);
        getMockEndpoint("mock:source").assertIsSatisfied();
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Retry.class);
        assertThat(stored).isEmpty();
    }

    @Test
    void aSourceThatRecoversOnTheThirdTryIsStored() throws Exception {
        int[] tries = {0};
        start(exchange -> answer(++tries[0] < 3 ? 503 : 200, PAGE).process(exchange));
        assertThat(fetch(message("api-a", 1)).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(tries[0]).isEqualTo(3);
    }

    @Test
    void aWishToWaitLongerThanTheCapLeavesTheMessageToTheQueueForThatTime() throws Exception {
        start(answer(429, "", "Retry-After", "3600"));
        BatchResult result = fetch(message("api-a", 1));
        assertThat(result.outcomes().get("m0"))
                .isEqualTo(new Outcome.Retry(
                        FailureKind.TRANSIENT, "source api-a answered 429", Optional.of(Duration.ofHours(1))));
        getMockEndpoint("mock:source").expectedMessageCount(1);
        getMockEndpoint("mock:source").assertIsSatisfied();
    }

    @Test
    void aMessageThatCannotBeParkedStaysOnItsQueueAndTheOthersAreDone() throws Exception {
        start(answer(200, PAGE));
        BatchResult result = fetch("no json", message("api-a", 1));
        assertThat(result.outcomes().get("m0")).isInstanceOf(Outcome.Retry.class);
        assertThat(result.outcomes().get("m1")).isEqualTo(new Outcome.Done());
    }

    @Test
    void aBatchWhoseTimeIsOverStartsNothing() throws Exception {
        start(answer(200, PAGE));
        QueueMessage message = new QueueMessage("m0", "ingest-api-a", message("api-a", 1), Map.of(), 5);
        BatchResult result = template()
                .requestBody("direct:ingest-fetch", new Batch(List.of(message), CLOCK.instant()), BatchResult.class);
        assertThat(result.of(message))
                .isEqualTo(new Outcome.Retry(FailureKind.TRANSIENT, "no time left to begin", Optional.empty()));
        assertThat(stored).isEmpty();
    }

    @Test
    void aPlanSendsOneMessageForADayThatIsFollowedAndAllPagesOfAFixedOne() throws Exception {
        start(answer(200, PAGE));
        PlanResult result = template().requestBody("direct:ingest-plan", request(false), PlanResult.class);
        assertThat(result.endpointStats()).containsEntry("api-a", 2).containsEntry("api-b", 6);
        assertThat(result.planned()).isEqualTo(8);
        assertThat(sent).hasSize(2);
    }

    @Test
    void aDryRunCountsAndSendsNothing() throws Exception {
        start(answer(200, PAGE));
        PlanResult result = template().requestBody("direct:ingest-plan", request(true), PlanResult.class);
        assertThat(result.status()).isEqualTo("dry-run");
        assertThat(result.planned()).isEqualTo(8);
        assertThat(sent).hasSize(0);
    }

    @Test
    void aPlanGoesOnBehindTheFirstSendThatFailsAndThenSaysSo() throws Exception {
        start(answer(200, PAGE));
        Processor well = queue;
        queue = exchange -> {
            if (exchange.getProperty(IngestRoutes.CHUNK, PlanChunk.class)
                    .source()
                    .name()
                    .equals("api-a")) {
                throw new IOException("no queue");
            }
            well.process(exchange);
        };
        assertThatThrownBy(() -> template().requestBody("direct:ingest-plan", request(false)))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseInstanceOf(PlanIncomplete.class)
                .rootCause()
                .satisfies(thrown -> {
                    PlanResult result = ((PlanIncomplete) thrown).result();
                    assertThat(result.failed()).containsOnlyKeys("api-a");
                    assertThat(result.endpointStats()).containsEntry("api-b", 6);
                });
    }

    @Test
    void aRangeOfDaysIsPlannedAsItIsAskedFor() throws Exception {
        start(answer(200, PAGE));
        Map<String, Object> event = Map.of("from", "2026-11-01", "to", "2026-11-19", "endpoints", List.of("api-a"));
        PlanResult result = template().requestBody("direct:ingest-trigger", event, PlanResult.class);
        assertThat(result.endpointStats()).isEqualTo(Map.of("api-a", 19));
        assertThat(sent)
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.messages()).hasSize(19));
    }

    @Test
    void aTriggerThatIsNoneOfTheKnownShapesIsRefusedWithTheReason() throws Exception {
        start(answer(200, PAGE));
        assertThatThrownBy(() -> template().requestBody("direct:ingest-trigger", Map.of("day", "2026-11-19")))
                .hasRootCauseInstanceOf(Poison.class)
                .rootCause()
                .hasMessageContaining("'day' is not known");
    }

    @Test
    void aSourceWithoutContentEndsTheDayAndStoresNothing() throws Exception {
        start(answer(204, ""));
        assertThat(fetch(message("api-a", 11)).outcomes().get("m0")).isEqualTo(new Outcome.Done());
        assertThat(stored).isEmpty();
    }

    @Test
    void aScheduleEventPlansTheTimesThatThisReplicaCouldTakeAndFinishesThem() throws Exception {
        start(answer(200, PAGE));
        Map<String, Object> event =
                Map.of("source", "aws.events", "detail-type", "Scheduled Event", "time", "2026-11-20T01:00:00Z");
        List<?> plans = template().requestBody("direct:ingest-trigger", event, List.class);
        assertThat(plans)
                .singleElement()
                .satisfies(
                        plan -> assertThat(((PlanResult) plan).dates()).containsExactly(LocalDate.parse("2026-11-19")));
        getMockEndpoint("mock:finished").expectedMessageCount(1);
        getMockEndpoint("mock:finished").assertIsSatisfied();
    }

    @Test
    void aScheduledTimeWhosePlanFailsIsNotFinishedAndSaysWhy() throws Exception {
        start(answer(200, PAGE));
        queue = exchange -> {
            throw new IOException("no queue");
        };
        assertThatThrownBy(() -> template().requestBody("direct:ingest-tick", Tick.look()))
                .hasRootCauseInstanceOf(PlanIncomplete.class);
        getMockEndpoint("mock:finished").expectedMessageCount(0);
        getMockEndpoint("mock:finished").assertIsSatisfied();
    }

    private static PlanRequest request(boolean dryRun) {
        return new PlanRequest(
                LocalDate.parse("2026-11-18"), LocalDate.parse("2026-11-19"), List.of(), dryRun, "run-1");
    }

    /** Numbers do not matter here. */
    private static final class Silent implements Meter {
        @Override
        public void count(String name, long amount, String... dimensions) {
            // Nobody looks.
        }

        @Override
        public void gauge(String name, long value, String... dimensions) {
            // Nobody here asks for it.
        }

        @Override
        public void value(String name, double value, String... dimensions) {
            // Nobody here asks for it.
        }

        @Override
        public void time(String name, Duration duration, String... dimensions) {
            // Nobody looks.
        }
    }
}
