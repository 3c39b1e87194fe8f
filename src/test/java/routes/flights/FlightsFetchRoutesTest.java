package routes.flights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.camel.builder.AdviceWith.adviceWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.Outage;
import routes.policy.Poison;
import routes.policy.Tick;
import routes.policy.Transient;
import routes.policy.Unit;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The way of a fetch, over a lake in memory and an API that a test plays. */
class FlightsFetchRoutesTest extends CamelTestSupport {
    private static final Map<String, Object> ORDER = Map.of();
    private static final String BODY = Snapshots.snapshot(Snapshots.state(), "[1]");
    private static final Instant AT = MemoryFlights.KEY.time();

    private final MemoryFlights flights = new MemoryFlights("flights.fetch-budget", "60s");
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        configuration.withUseAdviceWith(true).withDumpRouteCoverage(true);
    }

    @Override
    protected RoutesBuilder[] createRouteBuilders() {
        return new RoutesBuilder[] {
            new FlightsFailureRoutes(flights.parts),
            new FlightsFetchRoutes(flights.parts),
            new FlightsRoutes(flights.parts)
        };
    }

    private void start(Processor api) throws Exception {
        adviceWith(
                context(),
                "flights-get",
                route -> route.weaveById("flights-get-source").replace().to("mock:source"));
        getMockEndpoint("mock:source").whenAnyExchangeReceived(exchange -> {
            calls.incrementAndGet();
            api.process(exchange);
        });
        context().start();
    }

    private static Processor answer(int status, String body, String... headers) {
        return exchange -> {
            exchange.getMessage().removeHeaders("*");
            exchange.getMessage().setHeader(HttpConstants.HTTP_RESPONSE_CODE, status);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getMessage().setHeader(headers[i], headers[i + 1]);
            }
            exchange.getMessage().setBody(new ByteArrayInputStream(body.getBytes(UTF_8)));
        };
    }

    private Exchange fetch() {
        return template()
                .send("direct:flights-fetch", exchange -> exchange.getMessage().setBody(ORDER));
    }

    private Map<?, ?> fetched() {
        Exchange exchange = fetch();
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(Map.class);
    }

    private static Map<String, Object> schedule(Instant at) {
        return Map.of("source", "aws.events", "detail-type", "Scheduled Event", "time", at.toString());
    }

    private List<?> tick(Object body) {
        return template().requestBody("direct:flights-" + (body instanceof Tick ? "tick" : "fetch"), body, List.class);
    }

    /** What tracking knows of all runs, by their status. */
    private List<String> statuses() {
        return flights.memory.tables.rows(flights.settings.executionsTable()).values().stream()
                .map(row -> row.get("status").s())
                .toList();
    }

    private List<String> runs() {
        return flights.memory.tables.rows(flights.settings.executionsTable()).values().stream()
                .map(row -> row.get("execution_id").s())
                .toList();
    }

    private static RuntimeException dynamoDbIsDown() {
        return (RuntimeException) DynamoDbException.builder().statusCode(500).build();
    }

    private static RuntimeException s3IsDown() {
        return (RuntimeException) S3Exception.builder().statusCode(503).build();
    }

    @Test
    void aFetchWhoseProcessWasKilledIsSaidToBeLostByTheNextScheduledOne() throws Exception {
        start(answer(200, BODY));
        flights.lake.ledger().as("killed").claim(FlightsParts.FETCHES, AT.toString());
        flights.parts.lost().beginning("flights-killed", Optional.of(AT));
        flights.parts.executions().fetching("flights-killed");
        flights.clock.advance(Duration.ofMinutes(6));
        assertThat(tick(schedule(AT.plusSeconds(300)))).hasSize(1);
        assertThat(statuses()).containsExactlyInAnyOrder("FAILED", "SUCCEEDED");
        assertThat(flights.step("flights-killed")).containsEntry("error_kind", "lost");
    }

    @Test
    void aSnapshotIsStoredPointedAtTrackedAndTold() throws Exception {
        start(answer(200, BODY, "X-Rate-Limit-Remaining", "3996"));
        Map<?, ?> result = fetched();
        String run = (String) result.get("run_id");
        assertThat(run).startsWith("flights-20261121T184005Z-");
        assertThat(new HashMap<Object, Object>(result))
                .isEqualTo(Map.of(
                        "run_id",
                        run,
                        "key",
                        MemoryFlights.KEY.raw(),
                        "stored",
                        true,
                        "records",
                        2L,
                        "rejected",
                        1L,
                        "credits_remaining",
                        3996L));
        assertThat(flights.memory.s3.keys()).containsExactly("latest.json", MemoryFlights.KEY.raw());
        assertThat(MemoryFlights.gunzip(flights.memory.s3.bytes(MemoryFlights.KEY.raw())))
                .isEqualTo(BODY);
        assertThat(flights.step(run)).containsEntry("status", "SUCCEEDED").containsEntry("attempts", "1");
        assertThat(flights.counted("FlightDataPipeline.Ingestion.RecordsProcessed"))
                .isEqualTo(2);
        assertThat(flights.counted("EventsProcessed")).isEqualTo(1);
    }

    @Test
    void theSameSnapshotTwiceIsStoredOnce() throws Exception {
        start(answer(200, BODY));
        assertThat(fetched().get("stored")).isEqualTo(true);
        assertThat(fetched().get("stored")).isEqualTo(false);
        assertThat(flights.memory.s3.written()).hasSize(2);
    }

    @Test
    void aSnapshotWithoutStatesIsOne() throws Exception {
        start(answer(200, "{\"time\":" + Snapshots.TIME + ",\"states\":null}"));
        assertThat(fetched().get("records")).isEqualTo(0L);
        assertThat(calls).hasValue(1);
    }

    @Test
    void theRequestCarriesOurHeadersAndNoOthers() throws Exception {
        List<Map<String, Object>> seen = new ArrayList<>();
        start(exchange -> {
            seen.add(Map.copyOf(exchange.getMessage().getHeaders()));
            answer(200, BODY).process(exchange);
        });
        template().requestBodyAndHeader("direct:flights-fetch", ORDER, "CamelHttpPath", "/elsewhere");
        assertThat(seen)
                .singleElement()
                .satisfies(headers -> assertThat(headers)
                        .containsOnlyKeys(HttpConstants.HTTP_URI, HttpConstants.HTTP_QUERY, "Accept"));
    }

    @Test
    void aSourceThatStaysUnreachableIsTriedThreeTimesAndNothingIsStored() throws Exception {
        start(exchange -> {
            throw new IOException("connection refused");
        });
        assertThat(fetch().getException()).isInstanceOf(IOException.class);
        assertThat(calls).hasValue(3);
        assertThat(flights.memory.s3.keys()).isEmpty();
        assertThat(statuses()).containsExactly("FAILED");
        assertThat(flights.counted("EventsFailed")).isEqualTo(1);
    }

    @Test
    void aSourceThatRecoversOnTheThirdTryIsStored() throws Exception {
        start(exchange -> answer(calls.get() < 3 ? 503 : 200, BODY).process(exchange));
        assertThat(fetched().get("stored")).isEqualTo(true);
        assertThat(calls).hasValue(3);
        assertThat(statuses()).containsExactly("SUCCEEDED");
        assertThat(flights.counted("EventsFailed")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>maintenance</html>", "{\"time\":1795286400,\"states\":[[1"})
    void anAnswerThatIsNoSnapshotIsAskedForAgain(String body) throws Exception {
        start(exchange -> answer(200, calls.get() < 2 ? body : BODY).process(exchange));
        assertThat(fetched().get("stored")).isEqualTo(true);
        assertThat(calls).hasValue(2);
    }

    @Test
    void aRefusalIsNotAskedForTwice() throws Exception {
        start(answer(404, ""));
        assertThat(fetch().getException()).isInstanceOf(Poison.class).hasMessage("OpenSky answered 404");
        assertThat(calls).hasValue(1);
        assertThat(statuses()).containsExactly("FAILED");
    }

    @Test
    void noTryStartsWhenTheBudgetIsSpent() throws Exception {
        start(exchange -> {
            flights.clock.advance(Duration.ofSeconds(30));
            answer(503, "").process(exchange);
        });
        assertThat(fetch().getException()).isInstanceOf(Transient.class);
        assertThat(calls).hasValue(2);
    }

    @Test
    void noTryStartsThatTheFunctionHasNoTimeFor() throws Exception {
        start(exchange -> {
            flights.clock.advance(Duration.ofSeconds(10));
            answer(503, "").process(exchange);
        });
        Exchange exchange = template().send("direct:flights-fetch", request -> {
            request.setProperty(Unit.DEADLINE, MemoryFlights.NOW.plusSeconds(10));
            request.getMessage().setBody(ORDER);
        });
        assertThat(exchange.getException()).isInstanceOf(Transient.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void creditsThatAreUsedUpAreWaitedForBySkippingNotByTrying() throws Exception {
        start(answer(429, "", "X-Rate-Limit-Retry-After-Seconds", "600"));
        assertThat(fetch().getException()).isInstanceOf(Outage.class);
        assertThat(calls).hasValue(1);
        Map<?, ?> result = fetched();
        assertThat(new HashMap<Object, Object>(result))
                .isEqualTo(Map.of("skipped", "OpenSky's credits are used up", "until", "2026-11-21T18:50:06Z"));
        assertThat(calls).hasValue(1);
        assertThat(flights.counted("TicksSkipped")).isEqualTo(1);
        assertThat(statuses()).as("what was skipped was not begun").containsExactly("FAILED");
    }

    @Test
    void anApiThatIsDownIsLeftAloneTheAlertIsSentAndItHealsByItself() throws Exception {
        start(exchange -> answer(calls.get() <= 11 ? 503 : 200, BODY).process(exchange));
        for (int i = 0; i < 4; i++) {
            assertThat(fetch().getException()).isNotNull();
        }
        assertThat(calls).as("the 11th failure opens the breaker").hasValue(11);
        assertThat(flights.alerts()).containsExactly("Flight Data Alert - OpenSky is down");
        assertThat(fetched().get("skipped")).isEqualTo("OpenSky is down");
        assertThat(calls).hasValue(11);
        flights.clock.advance(Duration.ofMinutes(5));
        assertThat(fetched().get("stored")).isEqualTo(true);
        assertThat(fetched().get("stored")).isEqualTo(false);
        assertThat(calls).hasValue(13);
    }

    @Test
    void aStoreThatIsDownForAMomentIsTriedAgainWithoutAskingTheApiAgain() throws Exception {
        start(answer(200, BODY));
        AtomicInteger writes = new AtomicInteger();
        flights.memory.s3.failWrites(put -> writes.incrementAndGet() == 1 ? s3IsDown() : null);
        assertThat(fetched().get("stored")).isEqualTo(true);
        assertThat(calls).hasValue(1);
    }

    @Test
    void aStoreThatStaysDownFailsTheFetchAndSaysNothingOfTheApi() throws Exception {
        start(answer(200, BODY));
        flights.memory.s3.failWrites(put -> s3IsDown());
        for (int i = 0; i < 20; i++) {
            assertThat(fetch().getException()).isInstanceOf(S3Exception.class);
        }
        assertThat(calls).hasValue(20);
        assertThat(flights.alerts()).isEmpty();
    }

    @Test
    void whoDiesBeforeThePointerIsWrittenLeavesItToTheNextFetch() throws Exception {
        start(answer(200, BODY));
        flights.memory.s3.failWrites(put -> put.key().equals("latest.json") ? s3IsDown() : null);
        assertThat(fetch().getException()).isInstanceOf(S3Exception.class);
        flights.memory.s3.failWrites(put -> null);
        assertThat(fetched().get("stored")).isEqualTo(false);
        assertThat(flights.text("latest.json")).contains(MemoryFlights.KEY.raw());
    }

    @Test
    void aTableOfExecutionsThatIsDownFailsTheFetchLoudly() throws Exception {
        start(answer(200, BODY));
        flights.memory.tables.refuseTable(flights.settings.executionsTable());
        assertThat(fetch().getException()).isInstanceOf(DynamoDbException.class);
        assertThat(calls).hasValue(0);
        flights.memory.tables.refuseTable("");
        assertThat(fetched().get("stored")).isEqualTo(true);
    }

    @Test
    void aTableOfCircuitsThatIsDownLeavesItToTheSchedule() throws Exception {
        start(answer(200, BODY));
        flights.memory.tables.refuseTable(flights.settings.circuitTable());
        assertThat(fetched().get("stored")).isEqualTo(true);
    }

    @Test
    void aLedgerThatIsDownFailsTheFetchWithItsOwnReasonAndIsTracked() throws Exception {
        start(answer(200, BODY));
        flights.memory.runs.refuseReads(true);
        assertThat(fetch().getException()).isInstanceOf(DynamoDbException.class);
        assertThat(calls).hasValue(0);
        assertThat(statuses()).containsExactly("FAILED");
        assertThat(runs()).allMatch(run -> run.startsWith("flights-20261121T184005Z-"));
        assertThat(flights.counted("EventsFailed")).isEqualTo(1);
    }

    @Test
    void aScheduledTimeIsFetchedOnceWhoeverIsToldOfIt() throws Exception {
        start(answer(200, BODY));
        assertThat(tick(schedule(AT))).hasSize(1);
        assertThat(tick(schedule(AT))).isEmpty();
        assertThat(tick(Tick.look())).isEmpty();
        assertThat(calls).hasValue(1);
        assertThat(runs()).singleElement().asString().startsWith("flights-20261121T184000Z-");
    }

    @Test
    void ofSeveralTimesThatWereMissedOnlyTheLatestIsFetched() throws Exception {
        start(answer(200, BODY));
        tick(schedule(AT));
        flights.clock.set(AT.plusSeconds(1505));
        assertThat(tick(Tick.look())).hasSize(1);
        assertThat(calls).hasValue(2);
        assertThat(flights.memory.runs.text(
                        "flights-fetch", AT.plusSeconds(1500).toString(), "finished_at"))
                .isNotEmpty();
    }

    @Test
    void aScheduledTimeWhoseFetchFailsIsNotFinishedSaysWhyAndIsFreeForTheNext() throws Exception {
        start(exchange -> answer(calls.get() == 1 ? 404 : 200, BODY).process(exchange));
        assertThatThrownBy(() -> tick(schedule(AT))).hasRootCauseInstanceOf(Poison.class);
        assertThat(flights.memory.runs.text("flights-fetch", AT.toString(), "finished_at"))
                .isEmpty();
        assertThat(tick(schedule(AT))).hasSize(1);
    }

    @Test
    void aScheduledTimeThatAnotherWorkerHoldsIsAskedForAgain() throws Exception {
        start(answer(200, BODY));
        flights.lake.ledger().as("other").claim("flights-fetch", AT.toString());
        assertThatThrownBy(() -> tick(schedule(AT))).hasRootCauseInstanceOf(Transient.class);
        assertThat(tick(Tick.look())).isEmpty();
        assertThat(calls).hasValue(0);
        flights.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(tick(schedule(AT))).hasSize(1);
    }

    @Test
    void aTimeThatCannotBeLetGoOfHidesNoFailure() throws Exception {
        start(exchange -> {
            flights.memory.runs.refuse(write -> true);
            answer(404, "").process(exchange);
        });
        assertThatThrownBy(() -> tick(schedule(AT)))
                .hasRootCauseInstanceOf(Poison.class)
                .hasRootCauseMessage("OpenSky answered 404");
    }

    @Test
    void aScheduledTimeThatIsSkippedIsFinished() throws Exception {
        start(answer(200, BODY));
        flights.parts.gate().pause(java.util.OptionalLong.of(3600), null);
        assertThat(tick(schedule(AT)))
                .singleElement()
                .satisfies(skipped ->
                        assertThat(((Map<?, ?>) skipped).get("skipped")).isNotNull());
        assertThat(tick(schedule(AT))).isEmpty();
        assertThat(calls).hasValue(0);
    }

    @Test
    void whileNothingIsDueNothingIsDone() throws Exception {
        start(answer(200, BODY));
        flights.clock.set(AT.plusSeconds(299));
        assertThat(tick(Tick.look())).isEmpty();
        assertThat(calls).hasValue(0);
    }
}
