package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.policy.HttpReply;
import routes.policy.Poison;

class HttpEventTest {
    /** As the proxy integration of a REST API sends it. */
    static final String FIRST = """
            {"resource": "/{proxy+}", "path": "/export", "httpMethod": "GET",
             "headers": {"X-Api-Key": "local", "Accept": "b"},
             "multiValueHeaders": {"X-Api-Key": ["local"], "Accept": ["a", "b"]},
             "queryStringParameters": {"table": "second", "where_clause": "a+b = 'ü%20'"},
             "multiValueQueryStringParameters": {"table": ["first", "second"], "where_clause": ["a+b = 'ü%20'"]},
             "pathParameters": {"proxy": "export"}, "stageVariables": null,
             "requestContext": {"requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "stage": "prod",
               "path": "/prod/export", "requestTimeEpoch": 1795262400123, "identity": {"sourceIp": "192.0.2.1"}},
             "body": null, "isBase64Encoded": false}
            """;

    /** As an HTTP API or a function URL sends it. */
    static final String SECOND = """
            {"version": "2.0", "routeKey": "$default", "rawPath": "/export",
             "rawQueryString": "table=first&table=second&where_clause=a%2Bb+%3D+'%C3%BC%2520'",
             "cookies": ["a=b"],
             "headers": {"x-api-key": "local", "accept": "a, b"},
             "queryStringParameters": {"table": "first,second"},
             "requestContext": {"http": {"method": "GET", "path": "/export", "sourceIp": "192.0.2.1"},
               "requestId": "JKJaXmPLvHcESHA=", "stage": "$default", "timeEpoch": 1795262400123},
             "isBase64Encoded": false}
            """;

    private static Map<String, Object> event(String json) {
        try {
            return JSON.std.mapFrom(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FIRST, SECOND})
    void bothVersionsAreReadAlike(String json) {
        HttpArrival arrival = HttpEvent.read(event(json));
        assertThat(arrival.refusal()).isEmpty();
        assertThat(arrival.call().method()).isEqualTo("GET");
        assertThat(arrival.call().path()).isEqualTo("/export");
        assertThat(arrival.call().query())
                .isEqualTo(Map.of("table", List.of("first", "second"), "where_clause", List.of("a+b = 'ü%20'")));
        assertThat(arrival.call().headers()).isEqualTo(Map.of("x-api-key", "local", "accept", "a, b"));
        assertThat(arrival.call().at()).isEqualTo(Instant.parse("2026-11-21T12:00:00.123Z"));
        assertThat(arrival.call().requestId()).matches("JKJaXmPLvHcESHA=|c6af9ac6-.*");
    }

    @Test
    void theFirstVersionMayHaveNoQueryAndSingleHeadersOnly() {
        Map<String, Object> event = new LinkedHashMap<>(event(FIRST));
        event.put("version", "1.0");
        event.put("multiValueQueryStringParameters", null);
        event.remove("multiValueHeaders");
        HttpArrival arrival = HttpEvent.read(event);
        assertThat(arrival.call().query()).isEmpty();
        assertThat(arrival.call().headers()).isEqualTo(Map.of("x-api-key", "local", "accept", "b"));
    }

    @ParameterizedTest
    @CsvSource({"/prod/export, prod, /export", "/export, prod, /export", "/products, prod, /products"})
    void theStageIsNoPartOfThePath(String rawPath, String stage, String path) {
        String json = SECOND.replace("\"rawPath\": \"/export\"", "\"rawPath\": \"" + rawPath + "\"")
                .replace("\"stage\": \"$default\"", "\"stage\": \"" + stage + "\"");
        assertThat(HttpEvent.read(event(json)).call().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                                                    | requestContext",
                "{\"Records\":[]}                                                      | requestContext",
                "{\"version\":\"3.0\",\"requestContext\":{}}                           | version",
                "{\"version\":\"2.0\",\"requestContext\":{}}                           | http",
                "{\"requestContext\":{\"elb\":{}},\"httpMethod\":\"GET\",\"path\":\"/\"} | requestId",
                "{\"requestContext\":{\"requestId\":\"r\"},\"httpMethod\":\"GET\",\"path\":\"/\"} | requestTimeEpoch",
                "{\"requestContext\":{},\"multiValueQueryStringParameters\":{\"a\":\"b\"},"
                        + "\"httpMethod\":\"GET\",\"path\":\"/\"} | multiValueQueryStringParameters"
            })
    void anEventOfAnotherTriggerIsAnErrorThatSaysWhatIsMissing(String json, String missing) {
        assertThatThrownBy(() -> HttpEvent.read(event(json)))
                .isInstanceOf(Poison.class)
                .hasMessageContaining("payload 1.0 or 2.0")
                .hasMessageContaining(missing);
    }

    @Test
    void aRequestIdThatIsNoneIsRefused() {
        String json = SECOND.replace("JKJaXmPLvHcESHA=", "a\\r\\nb");
        assertThatThrownBy(() -> HttpEvent.read(event(json))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textGoesAsTextAndOtherBytesAsBase64() {
        assertThat(HttpEvent.answer(HttpReply.json(200, Map.of("a", "ü"))))
                .isEqualTo(Map.of(
                        "statusCode",
                        200,
                        "headers",
                        Map.of("Content-Type", "application/json"),
                        "body",
                        "{\"a\":\"ü\"}",
                        "isBase64Encoded",
                        false));
        assertThat(HttpEvent.answer(new HttpReply(200, Map.of(), new byte[] {(byte) 0xff, 0})))
                .containsEntry("body", "/wA=")
                .containsEntry("isBase64Encoded", true);
    }

    @Test
    void noBodyIsAnEmptyText() {
        assertThat(HttpEvent.answer(HttpReply.empty(204)))
                .containsEntry("body", "")
                .containsEntry("isBase64Encoded", false);
    }
}
