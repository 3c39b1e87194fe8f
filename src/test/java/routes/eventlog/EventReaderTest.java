package routes.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private static final List<String> OPTIONAL = List.of("visit_number", "module", "packet");

    private final EventReader reader = new EventReader(UnknownFields.FORBID);

    private List<Violation> violations(byte[] file) {
        return reader.read(file) instanceof EventReader.Invalid invalid ? invalid.violations() : List.of();
    }

    private List<String> violations(Object... other) {
        return violations(Events.file(other)).stream().map(Violation::toString).toList();
    }

    private LogEvent valid(byte[] file) {
        EventReader.Read read = reader.read(file);
        assertThat(read).isInstanceOf(EventReader.Valid.class);
        return ((EventReader.Valid) read).event();
    }

    static List<EventFile> faults() {
        return EventFaults.all(new EventLogs(7));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void everyFaultIsFoundWithItsFieldAndItsRuleAndNothingElse(EventFile file) {
        assertThat(violations(file.content())).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo(file.field());
            assertThat(violation.rule()).isIn(rules(file));
        });
    }

    /** What may be said of a file, by the word that names its fault. */
    private static List<String> rules(EventFile file) {
        return switch (file.rule()) {
            case "type" ->
                file.field().equals("pipeline_adcid")
                        ? List.of("is no whole number")
                        : List.of(OPTIONAL.contains(file.field()) ? "is neither text nor null" : "is no text");
            case "range" -> List.of("has more than 32 bits");
            case "null" -> List.of("is no text", "is no whole number");
            case "missing" -> List.of("is missing");
            case "empty" ->
                List.of(
                        "is empty",
                        "is not a JSON object",
                        "is no action",
                        "is no study",
                        "is not 1 to 10 printable ASCII characters",
                        "is no date YYYY-MM-DD",
                        "is no datatype",
                        "is no time such as 2024-02-29T13:45:00Z");
            case "value" ->
                List.of(Map.of(
                                "action", "is no action",
                                "study", "is no study",
                                "visit_date", "is no date YYYY-MM-DD",
                                "datatype", "is no datatype",
                                "timestamp", "is no time such as 2024-02-29T13:45:00Z")
                        .get(file.field()));
            case "length", "characters" -> List.of("is not 1 to 10 printable ASCII characters");
            case "unknown" -> List.of("is not known");
            case "required" -> List.of("is missing, which a form must have");
            case "forbidden" -> List.of("is there, which a form alone may have");
            case "UTF-8" -> List.of("is not UTF-8");
            case "trailing" -> List.of("has something behind its JSON object");
            case "truncated" -> List.of("is not one whole JSON object with each field once");
            case "object" ->
                List.of(
                        "is not a JSON object",
                        "is not one whole JSON object with each field once",
                        "has something behind its JSON object");
            default -> throw new IllegalArgumentException(file.rule());
        };
    }

    @Test
    void everyGoodFileIsReadFieldByField() {
        for (EventFile file : new EventLogs(11).files(500)) {
            LogEvent event = valid(file.content());
            List<Object> read = new ArrayList<>(List.of(
                    event.action(),
                    event.study(),
                    event.adcid(),
                    event.project(),
                    event.center(),
                    event.gear(),
                    event.ptid(),
                    event.visitDate(),
                    String.valueOf(event.visitNumber()),
                    event.datatype(),
                    String.valueOf(event.module()),
                    String.valueOf(event.packet())));
            List<Object> expected = file.fields().entrySet().stream()
                    .filter(field -> !field.getKey().equals("timestamp"))
                    .map(field -> field.getValue() == null ? "null" : field.getValue())
                    .collect(Collectors.toList());
            assertThat(read).as(file.name()).isEqualTo(expected);
            assertThat(event.timestamp())
                    .as(file.name())
                    .isEqualTo(file.time().getEpochSecond() * 1_000_000
                            + file.time().getNano() / 1000);
            assertThat(event.isSandbox()).isEqualTo(file.fate() == EventFile.Fate.SANDBOX);
        }
    }

    @Test
    void allRulesThatAreBrokenAreTold() {
        assertThat(violations(
                        "action",
                        "approve",
                        "pipeline_adcid",
                        3_000_000_000L,
                        "center_label",
                        "",
                        "packet",
                        7,
                        "module",
                        null,
                        "colour",
                        "red",
                        "timestamp",
                        "now"))
                .containsExactly(
                        "action is no action",
                        "center_label is empty",
                        "colour is not known",
                        "module is missing, which a form must have",
                        "packet is neither text nor null",
                        "pipeline_adcid has more than 32 bits",
                        "timestamp is no time such as 2024-02-29T13:45:00Z");
    }

    @Test
    void anEmptyObjectLacksEveryFieldThatMustBeThere() {
        assertThat(violations("{}".getBytes(UTF_8)))
                .extracting(Violation::toString)
                .containsExactly(
                        "action is missing",
                        "center_label is missing",
                        "datatype is missing",
                        "gear_name is missing",
                        "pipeline_adcid is missing",
                        "project_label is missing",
                        "ptid is missing",
                        "timestamp is missing",
                        "visit_date is missing");
    }

    @Test
    void noValueIsEverInAViolation() {
        String secret = "S3CR3T-VALUE";
        List<byte[]> files = new ArrayList<>();
        for (String field : EventFields.NAMES) {
            files.add(Events.file(field, List.of(secret)));
            files.add(Events.file(field, Map.of(secret, secret)));
        }
        for (String field : List.of("action", "study", "ptid", "visit_date", "datatype", "timestamp")) {
            files.add(Events.file(field, secret));
        }
        files.add(Events.file("pipeline_adcid", secret));
        files.add(Events.file("datatype", "apoe", "module", secret));
        files.add(Events.file("colour", secret));
        files.add(("{\"action\":\"" + secret + "\",\"action\":1}").getBytes(UTF_8));
        files.add(("{\"action\":" + secret + "}").getBytes(UTF_8));
        files.add((new String(Events.file(), UTF_8) + secret).getBytes(UTF_8));
        for (byte[] file : files) {
            assertThat(violations(file)).as(new String(file, UTF_8)).isNotEmpty();
            assertThat(violations(file).toString()).doesNotContain("S3CR3T");
        }
    }

    @Test
    void whatMayBeLeftOutIsEmptyAndTheStudyIsAdrc() {
        Map<String, Object> fields = Events.fields("datatype", "apoe");
        fields.keySet().removeAll(List.of("study", "visit_number", "module", "packet"));
        LogEvent event = valid(Events.json(fields));
        assertThat(event.study()).isEqualTo("adrc");
        assertThat(event.visitNumber()).isNull();
        assertThat(event.module()).isNull();
        assertThat(event.packet()).isNull();
    }

    @Test
    void nullIsTheSameAsLeavingOutWhatMayBeLeftOut() {
        LogEvent event = valid(Events.file("visit_number", null, "packet", null, "datatype", "gwas", "module", null));
        assertThat(event.visitNumber()).isNull();
        assertThat(event.packet()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE})
    void everyNumberOf32BitsIsOne(int number) {
        assertThat(valid(Events.file("pipeline_adcid", number)).adcid()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "2147483648, has more than 32 bits",
        "-2147483649, has more than 32 bits",
        "123456789012345678901234567890, has more than 32 bits",
        "42.0, is no whole number",
        "4e1, is no whole number",
    })
    void whatIsNoNumberOf32BitsIsNotMadeOne(String number, String rule) {
        String file = new String(Events.file(), UTF_8).replace(":42,", ":" + number + ",");
        assertThat(violations(file.getBytes(UTF_8))).containsExactly(new Violation("pipeline_adcid", rule));
    }

    @Test
    void aFieldThatStandsTwiceIsAFaultEvenWithTheSameValue() {
        String file = new String(Events.file(), UTF_8).replace("{", "{\"action\":\"submit\",");
        assertThat(violations(file.getBytes(UTF_8)))
                .containsExactly(new Violation("", "is not one whole JSON object with each field once"));
    }

    @Test
    void halfACharacterIsNoText() {
        for (String field : List.of("project_label", "center_label", "gear_name", "visit_number", "packet", "module")) {
            String file = new String(Events.file(field, "MARK"), UTF_8).replace("MARK", "a\\ud83d");
            assertThat(violations(file.getBytes(UTF_8)))
                    .as(field)
                    .containsExactly(new Violation(field, "has half a character"));
        }
        String whole = new String(Events.file("packet", "MARK"), UTF_8).replace("MARK", "\\ud83d\\ude00");
        assertThat(valid(whole.getBytes(UTF_8)).packet()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void aFieldThatNobodyKnowsIsLeftOutWhereItMayBe() {
        EventReader.Read read = new EventReader(UnknownFields.IGNORE).read(Events.file("colour", List.of("red")));
        assertThat(((EventReader.Valid) read).event().extra()).isEmpty();
    }

    @Test
    void aFieldThatNobodyKnowsIsKeptAsTheJsonThatItIs() {
        String file = new String(Events.file(), UTF_8)
                .replace("{", "{\"z\":1e400,\"y\":0.10,\"x\":{\"a\":[1,null,\"ü\"]},\"w\":12345678901234567890,");
        EventReader.Read read = new EventReader(UnknownFields.KEEP).read(file.getBytes(UTF_8));
        assertThat(((EventReader.Valid) read).event().extra())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("w", "12345678901234567890", "x", "{\"a\":[1,null,\"ü\"]}", "y", "0.10", "z", "1e400"));
    }

    @Test
    void theNameOfAnUnknownFieldFitsIntoALine() {
        assertThat(violations(Events.file("a\nb" + "x".repeat(500), 1)))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.field())
                            .hasSize(60)
                            .startsWith("a bxx")
                            .endsWith("…");
                    assertThat(violation.rule()).isEqualTo("is not known");
                });
    }

    @Test
    void aFileThatIsNestedWithoutEndIsAFaultAndNoError() {
        String deep = "{\"action\":" + "[".repeat(100_000);
        assertThat(violations(deep.getBytes(UTF_8)))
                .containsExactly(new Violation("", "is not one whole JSON object with each field once"));
    }
}
