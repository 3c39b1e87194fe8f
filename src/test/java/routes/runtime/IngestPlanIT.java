package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import routes.aws.RunLedger;
import routes.ingest.PlanIncomplete;
import routes.ingest.PlanRequest;
import routes.ingest.PlanResult;
import routes.observe.Telemetry;
import routes.settings.InvalidSettings;

/** When and how often a plan is made, by replicas that share one ledger. */
class IngestPlanIT {
    private static final Instant NIGHT = Instant.parse("2026-11-20T01:00:10Z");

    private final TestLake lake = new TestLake();
    private final List<CamelApplication> applications = new ArrayList<>();

    @AfterEach
    void stop() {
        applications.forEach(CamelApplication::close);
        lake.close();
    }

    /** A replica without doors, so that nothing is taken from the queues, at a time of the test's choosing. */
    private ProducerTemplate replica(Instant now, String... more) throws Exception {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        Assembly assembly = Assembly.of(lake.settings(more), List.of(), new CountingMeter(), Telemetry.off(), clock);
        CamelApplication application = new CamelApplication(assembly, false).start();
        applications.add(application);
        return application.context().createProducerTemplate();
    }

    @SuppressWarnings("unchecked")
    private static List<PlanResult> tick(ProducerTemplate replica) {
        return replica.requestBody("direct:ingest-tick", (Object) null, List.class);
    }

    private List<String> queued() {
        return TestLake.SOURCES.stream()
                .flatMap(source -> lake.look(lake.queue(source)).stream())
                .map(message -> message.body())
                .toList();
    }

    private static Map<String, Object> scheduled(String time) {
        return Map.of("source", "aws.events", "detail-type", "Scheduled Event", "time", time);
    }

    @Test
    void aNightlyTickPlansTheDayThatHasJustClosedAndNeverTheDayItself() throws Exception {
        List<PlanResult> plans = tick(replica(NIGHT));
        assertThat(plans)
                .singleElement()
                .satisfies(plan -> assertThat(plan.dates()).containsExactly(LocalDate.parse("2026-11-19")));
        assertThat(queued()).hasSize(4).allMatch(body -> body.contains("2026-11-19") && body.contains("\"page\":1"));
    }

    @Test
    void ofManyReplicasOneAloneMakesThePlanOfATick() throws Exception {
        ProducerTemplate first = replica(NIGHT);
        ProducerTemplate second = replica(NIGHT.plusSeconds(1));
        var plans = List.of(first, second, first, second).parallelStream()
                .map(IngestPlanIT::tick)
                .toList();
        assertThat(plans.stream().filter(made -> !made.isEmpty())).hasSize(1);
        assertThat(queued()).hasSize(4);
    }

    @Test
    void aPlanThatItsPlannerNeverFinishedIsTakenOverWhenItsLeaseHasEnded() throws Exception {
        RunLedger dead = new RunLedger(
                lake.clients()::dynamoDb,
                lake.table(),
                "dead",
                Duration.ofMinutes(5),
                Clock.fixed(NIGHT, ZoneOffset.UTC));
        assertThat(dead.claim("ingest-plan", "2026-11-20T01:00:00Z")).isEqualTo(RunLedger.Claim.TAKEN);
        assertThat(tick(replica(NIGHT.plusSeconds(240)))).isEmpty();
        assertThat(queued()).isEmpty();
        assertThat(tick(replica(NIGHT.plusSeconds(301)))).hasSize(1);
        assertThat(queued()).hasSize(4);
    }

    @Test
    void nightsWithoutAnyReplicaAreMadeUpForWithinTheCatchUp() throws Exception {
        tick(replica(NIGHT));
        List<PlanResult> plans = tick(replica(NIGHT.plus(Duration.ofDays(3))));
        assertThat(plans)
                .extracting(plan -> plan.dates().get(0).toString())
                .containsExactly("2026-11-20", "2026-11-21", "2026-11-22");
    }

    @Test
    void aScheduleEventIsPlannedOnceHoweverOftenItComes() throws Exception {
        ProducerTemplate lambda = replica(NIGHT);
        lambda.requestBody("direct:ingest-trigger", scheduled("2026-11-20T01:00:00Z"));
        lambda.requestBody("direct:ingest-trigger", scheduled("2026-11-20T01:00:00Z"));
        assertThat(queued()).hasSize(4);
    }

    @Test
    void aScheduleEventWhosePlanIsHeldByAnotherFailsSoThatThePlatformAsksAgain() throws Exception {
        RunLedger other = new RunLedger(
                lake.clients()::dynamoDb,
                lake.table(),
                "other",
                Duration.ofMinutes(5),
                Clock.fixed(NIGHT, ZoneOffset.UTC));
        other.claim("ingest-plan", "2026-11-20T01:00:00Z");
        ProducerTemplate lambda = replica(NIGHT);
        assertThatThrownBy(() -> lambda.requestBody("direct:ingest-trigger", scheduled("2026-11-20T01:00:00Z")))
                .rootCause()
                .hasMessageContaining("held by another worker");
    }

    @Test
    void aRangeIsPlannedByHandWithoutAnyClaimAndDaysThatHaveNotBegunAreRefused() throws Exception {
        ProducerTemplate hand = replica(NIGHT);
        Map<String, Object> range = Map.of("from", "2026-11-01", "to", "2026-11-19", "endpoints", List.of("api-a"));
        PlanResult result = hand.requestBody("direct:ingest-trigger", range, PlanResult.class);
        assertThat(result.planned()).isEqualTo(19);
        assertThat(queued()).hasSize(19);
        hand.requestBody("direct:ingest-trigger", range);
        assertThatThrownBy(() -> hand.requestBody("direct:ingest-trigger", Map.of("from", "2026-11-21")))
                .rootCause()
                .hasMessageContaining("expected a day that has begun");
    }

    @Test
    void aDryRunSendsNothingAndLeavesNoTraceInTheLedger() throws Exception {
        PlanResult result = replica(NIGHT)
                .requestBody("direct:ingest-trigger", Map.of("from", "2026-11-19", "dry_run", true), PlanResult.class);
        assertThat(result.planned()).isEqualTo(4);
        assertThat(queued()).isEmpty();
        assertThat(applications.get(0).assembly().lake().ledger().row("ingest/api-a", "2026-11-19"))
                .isEmpty();
    }

    @Test
    void aQueueThatIsGoneFailsThePlanByNameWhileTheOtherSourcesArePlanned() throws Exception {
        ProducerTemplate hand = replica(NIGHT, "ingest.sources.api-b.queue", "gone");
        PlanRequest request =
                new PlanRequest(LocalDate.parse("2026-11-19"), LocalDate.parse("2026-11-19"), List.of(), false, "r");
        assertThatThrownBy(() -> hand.requestBody("direct:ingest-plan", request))
                .hasRootCauseInstanceOf(PlanIncomplete.class)
                .rootCause()
                .hasMessageContaining("api-b");
        assertThat(queued()).hasSize(3);
    }

    @Test
    void twoProcessesThatStartTogetherPlanOnceAndFetchEverythingOnce() {
        Map<String, String> settings = lake.values();
        try (Child one = Child.start(settings);
                Child two = Child.start(settings)) {
            await().atMost(Duration.ofSeconds(90)).until(() -> lake.keys().size() == 40);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> TestLake.SOURCES.stream().allMatch(source -> lake.depth(lake.queue(source)) == 0));
            assertThat(lake.received("api-a")).hasSize(10);
            assertThat(one.terminate()).isZero();
            assertThat(two.terminate()).isZero();
        }
    }

    @Test
    void configurationWithThreeFaultsNamesAllThree() {
        assertThatThrownBy(() -> Assembly.of(
                        lake.settings(
                                "ingest.raw-bucket", "", "ingest.max-attempts", "many", "ingest.sources.api-c.url", ""),
                        List.of(),
                        new CountingMeter(),
                        Telemetry.off(),
                        Clock.systemUTC()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("configuration has 3 faults")
                .hasMessageContaining("ingest.raw-bucket is missing")
                .hasMessageContaining("ingest.max-attempts is 'many', expected a whole number from 1 to 20")
                .hasMessageContaining("ingest.sources.api-c.url is missing");
    }
}
