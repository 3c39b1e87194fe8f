package routes.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class PagedHttpSourceTest {
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    @Test
    void pagesComeInTheirOrderUntilOneHasNoRecords() throws Exception {
        try (End source = new End(call -> page(call, 3));
                Run run = run(source, "")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> run.isUp() && source.calls().size() == 4);
            assertThat(source.calls())
                    .allMatch(call -> call.line().matches("GET /data\\?date=\\d{4}-\\d\\d-\\d\\d&page=\\d"));
            assertThat(bodies).containsExactly("{\"items\":[1]}", "{\"items\":[2]}", "{\"items\":[3]}");
            assertThat(keys.get(2)).matches("ingestion_date=\\d{4}-\\d\\d-\\d\\d/page=000003\\.json\\.gz");
        }
    }

    @Test
    void aPageThatFailsEndsTheRoundAndTheNextBeginsAnew() throws Exception {
        try (End source = new End(call -> call.line().endsWith("page=2") ? new End.Answer(503, "") : page(call, 3));
                Run run = run(source, "&period=1000")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> run.isUp() && source.calls().size() >= 4);
            assertThat(source.calls()).noneMatch(call -> call.line().endsWith("page=3"));
            assertThat(bodies).containsOnly("{\"items\":[1]}");
            assertThat(keys.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void aPageWithoutAListFailsTheRoundAndIsNotItsEnd() throws Exception {
        for (String page : List.of("{\"items\":null}", "{\"error\":{}}")) {
            try (End source = new End(call -> new End.Answer(200, page));
                    Run run = run(source, "")) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> !run.failures().isEmpty());
                assertThat(source.calls()).hasSize(1);
                assertThat(bodies).isEmpty();
            }
        }
    }

    @Test
    void moreRecordsThanPagesMayHoldFailTheRound() throws Exception {
        try (End source = new End(call -> page(call, 1000));
                Run run = run(source, "&maxPages=2")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> !run.failures().isEmpty());
            assertThat(run.failures())
                    .containsExactly("page 2 has records and is the last, expected a page without any");
            assertThat(source.calls()).hasSize(2);
            assertThat(bodies).hasSize(2);
        }
    }

    private Run run(End source, String more) throws Exception {
        return new Run(Map.of(), Map.of(), new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:paged-http-source?url=" + source.url() + "/data" + more)
                        .process(exchange -> {
                            bodies.add(exchange.getMessage().getBody(String.class));
                            keys.add(exchange.getMessage().getHeader("key", String.class));
                            exchange.getMessage().setBody("something else");
                            exchange.getMessage().setHeader("CamelHttpQuery", "page=99");
                        });
            }
        });
    }

    private static End.Answer page(End.Call call, int last) {
        int page = Integer.parseInt(call.line().replaceAll(".*page=", ""));
        return new End.Answer(200, page > last ? "{\"items\":[]}" : "{\"items\":[" + page + "]}");
    }
}
