package local.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());

    @AfterEach
    void close() {
        stubs.close();
    }

    @Test
    void aDayHasTenPagesOfWhichTheLastIsShorter() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        List<Boolean> more = new ArrayList<>();
        for (int page = 1; page <= 11; page++) {
            JsonNode body = caller.json(caller.page(page));
            sizes.add(body.path("items").size());
            more.add(body.path("has_more").asBoolean());
            assertThat(body.path("page").asInt()).isEqualTo(page);
        }
        assertThat(sizes).containsExactly(250, 250, 250, 250, 250, 250, 250, 250, 250, 100, 0);
        assertThat(more).containsExactly(true, true, true, true, true, true, true, true, true, false, false);
    }

    @Test
    void aPageIsAlwaysTheSameAndUnlikeEveryOther() throws Exception {
        byte[] first = caller.page(1).body();
        assertThat(caller.page(1).body()).isEqualTo(first);
        assertThat(caller.page(2).body()).isNotEqualTo(first);
        assertThat(caller.get("/api-a/data?date=2026-11-18&page=1").body()).isNotEqualTo(first);
        assertThat(caller.get("/api-b/data?date=" + StubCaller.DAY + "&page=1").body())
                .isNotEqualTo(first);
        assertThat(first).hasSizeBetween(250 * 100, 250 * 150);
    }

    @Test
    void anotherVersionHasOtherContent() throws Exception {
        byte[] first = caller.page(1).body();
        caller.behave("'set':{'version':2}");
        assertThat(caller.page(1).body()).isNotEqualTo(first);
    }

    @Test
    void thePageSizeAndTheNumberOfPagesCanBeSet() throws Exception {
        caller.behave("'set':{'page_size':20,'pages':2,'last_page_size':20}");
        assertThat(caller.json(caller.page(2)).path("items")).hasSize(20);
        assertThat(caller.json(caller.page(3)).path("items")).isEmpty();
    }

    @Test
    void oneDayCanBecomeShorter() throws Exception {
        caller.behave("'set':{'date':'" + StubCaller.DAY + "','pages':3}");
        assertThat(caller.json(caller.page(4)).path("items")).isEmpty();
        assertThat(caller.json(caller.get("/api-a/data?date=2026-11-18&page=4")).path("items"))
                .hasSize(250);
    }

    @Test
    void theShapeOfTheAnswerCanBeSet() throws Exception {
        caller.behave("'set':{'shape':'data','has_more':false}");
        assertThat(caller.json(caller.page(1)).path("data")).hasSize(250);
        assertThat(caller.json(caller.page(1)).has("has_more")).isFalse();
        caller.behave("'set':{'shape':'bare'}");
        assertThat(caller.json(caller.page(1)).isArray()).isTrue();
    }

    @Test
    void aPageCanBeEmpty() throws Exception {
        caller.behave("'do':'empty','page':2");
        assertThat(caller.json(caller.page(2)).path("items")).isEmpty();
        assertThat(caller.json(caller.page(2)).path("has_more").asBoolean()).isFalse();
    }

    @Test
    void aKeyCanBeRequired() throws Exception {
        caller.behave("'set':{'api_key_header':'X-Api-Key','api_key':'local'}");
        assertThat(caller.page(1).statusCode()).isEqualTo(401);
        assertThat(caller.page(1, "X-Api-Key", "local").statusCode()).isEqualTo(200);
    }

    @Test
    void aRequestThatIsNotOfTheSourcesContractIsRefused() throws Exception {
        assertThat(caller.get("/api-a/data?date=yesterday&page=1").statusCode()).isEqualTo(400);
        assertThat(caller.get("/api-a/data?date=" + StubCaller.DAY).statusCode())
                .isEqualTo(400);
        assertThat(caller.get("/nowhere").statusCode()).isEqualTo(404);
    }
}
