package routes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.observe.Spans;
import routes.policy.Poison;

class PlanningTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 19);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T13:00:00Z"), ZoneOffset.UTC);

    @Test
    void followPlansTheFirstPageOfEveryDay() {
        List<PlanChunk> chunks = chunks(request(DAY.minusDays(2), DAY), follow("api-a"), follow("api-b"));
        assertThat(chunks).extracting(chunk -> chunk.source().name()).containsExactly("api-a", "api-b");
        assertThat(chunks.get(0).messages())
                .containsExactly(
                        page("api-a", DAY.minusDays(2), 1), page("api-a", DAY.minusDays(1), 1), page("api-a", DAY, 1));
    }

    @Test
    void fixedPlansEveryPageOfEveryDay() {
        List<PlanChunk> chunks = chunks(request(DAY.minusDays(1), DAY), fixed("api-a", 3));
        assertThat(chunks)
                .singleElement()
                .satisfies(chunk -> assertThat(chunk.messages())
                        .containsExactly(
                                page("api-a", DAY.minusDays(1), 1),
                                page("api-a", DAY.minusDays(1), 2),
                                page("api-a", DAY.minusDays(1), 3),
                                page("api-a", DAY, 1),
                                page("api-a", DAY, 2),
                                page("api-a", DAY, 3)));
    }

    @Test
    void aLongPlanComesInChunksOf500() {
        assertThat(chunks(request(DAY, DAY), fixed("api-a", 500))).hasSize(1);
        assertThat(chunks(request(DAY, DAY), fixed("api-a", 501)))
                .extracting(chunk -> chunk.messages().size())
                .containsExactly(500, 1);
        assertThat(chunks(request(DAY.minusDays(1_000), DAY), fixed("api-a", 2)))
                .extracting(chunk -> chunk.messages().size())
                .containsExactly(500, 500, 500, 500, 2);
    }

    @Test
    void everyPageOfEveryDayIsPlannedOnceHoweverThePlanIsCut() {
        Cases.forAll(generator -> {
            int pages = generator.number(1, 700);
            int days = generator.number(1, 12);
            Set<String> keys = new HashSet<>();
            int messages = 0;
            for (PlanChunk chunk : chunks(request(DAY.minusDays(days - 1L), DAY), fixed("api-a", pages))) {
                messages += chunk.messages().size();
                chunk.messages().forEach(message -> keys.add(message.key()));
            }
            assertThat(messages).isEqualTo(pages * days);
            assertThat(keys).hasSize(pages * days);
        });
    }

    @Test
    void namedSourcesArePlannedOnceEachInTheirOrder() {
        PlanRequest request = new PlanRequest(DAY, DAY, List.of("api-b", "api-a", "api-b"), true, "run-1");
        assertThat(chunks(request, follow("api-a"), follow("api-b"), follow("api-c")))
                .extracting(chunk -> chunk.source().name())
                .containsExactly("api-b", "api-a");
    }

    @Test
    void aSourceThatIsNotConfiguredIsPoison() {
        PlanRequest request = new PlanRequest(DAY, DAY, List.of("api-a", "../x\n"), true, "run-1");
        assertThatThrownBy(() -> chunks(request, follow("api-a")))
                .isInstanceOf(Poison.class)
                .hasMessage("endpoint '../x' is not a configured source, expected one of [api-a]");
    }

    @Test
    void todayMayBePlannedByHandAndTomorrowNot() {
        LocalDate today = DAY.plusDays(1);
        assertThat(chunks(request(today, today), follow("api-a"))).hasSize(1);
        assertThatThrownBy(() -> chunks(request(DAY, today.plusDays(1)), follow("api-a")))
                .isInstanceOf(Poison.class)
                .hasMessageContaining("to is 2026-11-21, expected a day that has begun: today is 2026-11-20 UTC");
    }

    @Test
    void aPlanIsReturnedInTheWordsOfItsContract() {
        PlanResult result = new PlanResult("ok", 40, List.of(DAY), Map.of("api-a", 40), Map.of(), "run-1");
        assertThat(result.asMap())
                .containsExactly(
                        Map.entry("status", "ok"),
                        Map.entry("planned", 40),
                        Map.entry("dates", List.of("2026-11-19")),
                        Map.entry("endpoint_stats", Map.of("api-a", 40)),
                        Map.entry("run_id", "run-1"));
    }

    private static List<PlanChunk> chunks(PlanRequest request, Source... sources) {
        Queues queues = new Queues(() -> {
            throw new AssertionError("planning chunks asks for a queue");
        });
        RunLedger ledger = new RunLedger(
                () -> {
                    throw new AssertionError("planning chunks asks for the ledger");
                },
                "lake-runs",
                "test",
                Duration.ofMinutes(5),
                CLOCK);
        Planning planning =
                new Planning(Samples.settings(sources), queues, ledger, new Spans(OpenTelemetry.noop()), CLOCK);
        List<PlanChunk> chunks = new ArrayList<>();
        planning.chunks(request).forEachRemaining(chunks::add);
        return chunks;
    }

    private static PlanRequest request(LocalDate from, LocalDate to) {
        return new PlanRequest(from, to, List.of(), false, "run-1");
    }

    private static PageMessage page(String source, LocalDate day, int page) {
        return new PageMessage(source, day, page, Optional.of("run-1"));
    }

    private static Source follow(String name) {
        return Samples.source(name, new Paging.Follow(10_000), 0);
    }

    private static Source fixed(String name, int pages) {
        return Samples.source(name, new Paging.Fixed(pages), 0);
    }
}
