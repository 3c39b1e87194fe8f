package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.aws.Alerts.Alert;

class AlertTextTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static String text(Map<String, ?> body) {
        return AlertText.body(new Alert("quality", Optional.empty(), "s", body), 7, NOW);
    }

    private static Map<String, Object> body(Map<String, ?> body) throws IOException {
        return JSON.std.mapFrom(text(body));
    }

    @Test
    void anySubjectBecomesOneThatSnsTakes() {
        Cases.forAll(cases -> assertThat(AlertText.subject(cases.text(300)))
                .hasSizeBetween(1, 99)
                .matches("[!-~]([ -~]*[!-~])?"));
    }

    @Test
    void aSubjectThatIsFineStaysAsItIs() {
        String subject = "Flight Data Quality Alert - Score: 0.512";
        assertThat(AlertText.subject(subject)).isEqualTo(subject);
        assertThat(AlertText.subject("x".repeat(99))).hasSize(99).doesNotContain(".");
    }

    @Test
    void aSubjectIsMadeOneLineOfAsciiThatBeginsWithASign() {
        assertThat(AlertText.subject("\n  a\r\nb\u2028c\u0000d\te\u00a0")).isEqualTo("a  b c d e");
        assertThat(AlertText.subject("Zürich – 東 \ud83d\ude80!")).isEqualTo("Zurich ? ? ?!");
        assertThat(AlertText.subject("x".repeat(100))).isEqualTo("x".repeat(96) + "...");
    }

    @Test
    void aSubjectOfNothingSaysAtLeastThatItIsAnAlert() {
        assertThat(AlertText.subject("")).isEqualTo("Alert");
        assertThat(AlertText.subject(" \n\u200b ")).isEqualTo("Alert");
    }

    @Test
    void aBodyKeepsItsValuesInAllTheirDepth() throws IOException {
        Map<String, Object> given = new HashMap<>(Map.of(
                "file",
                "year=2026/a b.parquet",
                "checks",
                List.of(Map.of("name", "validity", "score", 0.25, "passed", false)),
                "rows",
                12_000_000_000L,
                "maybe",
                Optional.of("there"),
                "error",
                "two\nlines \"quoted\" é",
                "not_finite",
                Double.NaN,
                "at",
                NOW));
        given.put("nothing", null);
        assertThat(body(given))
                .containsEntry("file", "year=2026/a b.parquet")
                .containsEntry("checks", List.of(Map.of("name", "validity", "score", 0.25, "passed", false)))
                .containsEntry("rows", 12_000_000_000L)
                .containsEntry("maybe", "there")
                .containsEntry("error", "two\nlines \"quoted\" é")
                .containsEntry("not_finite", "NaN")
                .containsEntry("at", "2026-11-21T10:00:00Z")
                .containsEntry("nothing", null)
                .containsEntry("suppressed", 7)
                .doesNotContainKey("note");
    }

    @Test
    void theCountOfSuppressedOnesIsOursAndOtherNamesAreTheCallers() throws IOException {
        assertThat(body(Map.of("suppressed", "many", "cause", "mine", "raised_at", "then")))
                .isEqualTo(Map.of("suppressed", 7, "cause", "mine", "raised_at", "then"));
    }

    @Test
    void aListThatIsTooLongIsCutAndTheBodySaysSo() throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            rows.add(Map.of("icao24", "abc" + i, "reason", "é".repeat(30)));
        }
        String text = text(Map.of("rows", rows, "file", "f"));
        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(60_000, AlertText.LARGEST_BODY);
        Map<String, Object> body = JSON.std.mapFrom(text);
        assertThat((List<?>) body.get("rows")).hasSizeBetween(512, 4096).first().isEqualTo(rows.get(0));
        assertThat(body).containsEntry("file", "f").containsEntry("suppressed", 7);
        assertThat((String) body.get("note")).contains("cut to fit", "rows of 12000");
    }

    @Test
    void aTextThatIsTooLongIsCutBetweenCharacters() throws IOException {
        Map<String, Object> body = body(Map.of("a", "x" + "\ud83d\ude80".repeat(200_000)));
        assertThat((String) body.get("a")).endsWith("\ud83d\ude80…").hasSizeGreaterThan(30_000);
        assertThat((String) body.get("note")).endsWith("of a");
    }

    @Test
    void aBodyOfTooManyNamesOrTooLongOnesIsCutAsWell() throws IOException {
        Map<String, Object> names = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            names.put("name-" + i, i);
        }
        assertThat((String) body(names).get("note")).contains("the body");
        assertThat((String) body(Map.of("n".repeat(300_000), 1)).get("note")).contains("(a name)");
    }

    @Test
    void anyBodyBecomesJsonThatFits() {
        Cases.forAll(cases -> {
            Map<String, Object> given = new HashMap<>();
            for (int i = cases.number(0, 5); i > 0; i--) {
                given.put(cases.text(50), any(cases, 4));
            }
            given.put(
                    "long",
                    Collections.nCopies(cases.number(0, 3), cases.text(20).repeat(cases.number(0, 20_000))));
            String text = text(given);
            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(AlertText.LARGEST_BODY);
            assertThat(JSON.std.mapFrom(text)).containsEntry("suppressed", 7);
        });
    }

    private static Object any(Cases cases, int depth) {
        return switch (cases.number(depth == 0 ? 3 : 1, 6)) {
            case 1 -> Collections.nCopies(cases.number(0, 40), any(cases, depth - 1));
            case 2 -> Map.of(cases.text(30), any(cases, depth - 1), "other", any(cases, depth - 1));
            case 3 -> cases.text(500);
            case 4 -> cases.number(-5, 5) / 0.0;
            case 5 -> cases.random().nextLong();
            default -> cases.random().nextBoolean();
        };
    }
}
