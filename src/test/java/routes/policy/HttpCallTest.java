package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static HttpCall call(String method, String path, String header, String requestId) {
        return new HttpCall(method, path, Map.of(), Map.of(header, "v"), requestId, NOON);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "get, /export, accept, r1, method is no token",
                "'', /export, accept, r1, method is no token",
                "GET, export, accept, r1, path does not begin",
                "GET, '', accept, r1, path does not begin",
                "GET, /export, Accept, r1, no token in lower case",
                "GET, /export, 'x y', r1, no token in lower case",
                "GET, /export, accept, '', request id",
                "GET, /export, accept, 'a b', request id"
            })
    void aCallThatCannotBeIsRefused(String method, String path, String header, String requestId, String reason) {
        assertThatThrownBy(() -> call(method, path, header, requestId))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"JKJaXmPLvHcESHA=", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "F2A0C8E9D1B3F4A-0000000000000001"})
    void theIdsOfTheGatewayAndOfCamelAreIds(String id) {
        assertThat(call("GET", "/", "accept", id).requestId()).isEqualTo(id);
    }

    @Test
    void aHeaderIsFoundByItsName() {
        HttpCall call = call("GET", "/export", "accept", "r1");
        assertThat(call.header("accept")).hasValue("v");
        assertThat(call.header("x-api-key")).isEmpty();
    }

    @Test
    void whatWasGivenCanBeChangedBehindItWithoutEffect() {
        List<String> values = new ArrayList<>(List.of("a"));
        Map<String, List<String>> query = new HashMap<>(Map.of("table", values));
        HttpCall call = new HttpCall("GET", "/export", query, Map.of(), "r1", NOON);
        values.add("b");
        query.clear();
        assertThat(call.query()).isEqualTo(Map.of("table", List.of("a")));
    }

    @Test
    void whatItSaysOfItselfHoldsNeitherKeyNorQuery() {
        HttpCall call = new HttpCall(
                "GET", "/export", Map.of("where_clause", List.of("secret")), Map.of("x-api-key", "secret"), "r1", NOON);
        assertThat(call.toString()).isEqualTo("GET r1");
    }
}
