package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class HttpQueryTest {

    @ParameterizedTest
    @ValueSource(strings = {"%", "a=%", "a=%4", "a=%zz", "a=%-1", "%G0=1", "a=%c3", "a=%C0%AF", "a=%ed%a0%80", "a=%ff"})
    void whatIsNotPercentEncodedUtf8IsNotGuessedAt(String raw) {
        assertThat(HttpQuery.decoded(raw)).isEmpty();
    }

    @Test
    void aPlusIsASpaceAndAnEncodedPlusIsAPlus() {
        assertThat(HttpQuery.decoded("a+b=c+%2B+d%20e")).hasValue(Map.of("a b", List.of("c + d e")));
    }

    @Test
    void aNameMayComeMoreThanOnceAndWithoutAValue() {
        assertThat(HttpQuery.decoded("a=1&b&a=2&a=&&c=="))
                .hasValue(Map.of("a", List.of("1", "2", ""), "b", List.of(""), "c", List.of("=")));
    }

    @Test
    void noQueryHasNoNames() {
        assertThat(HttpQuery.decoded("")).hasValue(Map.of());
    }

    @Test
    void anEncodedSeparatorSeparatesNothing() {
        assertThat(HttpQuery.decoded("a=1%26b%3D2")).hasValue(Map.of("a", List.of("1&b=2")));
    }

    @Test
    void whatAFormEncodesIsReadAsItWas() {
        Cases.forAll(cases -> {
            Map<String, List<String>> query = new LinkedHashMap<>();
            for (int i = cases.number(0, 4); i > 0; i--) {
                query.put(cases.text(10), List.of(cases.text(30)));
            }
            String raw = query.entrySet().stream()
                    .map(entry -> encoded(entry.getKey()) + "="
                            + encoded(entry.getValue().get(0)))
                    .collect(Collectors.joining("&"));
            assertThat(HttpQuery.decoded(raw)).hasValue(query);
        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
