package local;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import local.EventFile.Fate;
import org.junit.jupiter.api.Test;

/** The generated event files are what the specification says, and cover what can happen. */
class EventLogsTest {
    private static final String NAME =
            "log-(submit|pass-qc|not-pass-qc|delete)-\\d{8}-\\d{6}-\\d+-[a-z-]+-[\\x20-\\x7e]{1,10}-\\d{4}-\\d\\d-\\d\\d\\.json";

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final List<EventFile> files = new EventLogs(1).files(2_000);

    private static List<byte[]> contents(List<EventFile> files) {
        return files.stream().map(EventFile::content).toList();
    }

    @Test
    void theSameSeedGivesTheSameFilesAndAnotherOneOthers() {
        assertThat(contents(new EventLogs(1).files(50))).containsExactlyElementsOf(contents(files.subList(0, 50)));
        assertThat(new EventLogs(2).next().content()).isNotEqualTo(files.get(0).content());
    }

    @Test
    void eachFileHasANameOfItsOwnThatIsMadeOfItsFields() {
        assertThat(files).extracting(EventFile::name).doesNotHaveDuplicates().allMatch(name -> name.matches(NAME));
        assertThat(files)
                .allMatch(file -> file.name().startsWith("log-" + file.fields().get("action") + "-")
                        && file.name().endsWith("-" + file.fields().get("visit_date") + ".json"));
    }

    @Test
    void whatAFileHoldsIsWhatItSaysOfItselfExceptForWhatMayBeLeftOut() throws IOException {
        for (EventFile file : files) {
            JsonNode object = json.readTree(file.content());
            file.fields().forEach((name, value) -> {
                JsonNode written = object.path(name);
                if (written.isMissingNode()) {
                    assertThat(value).isIn(null, "adrc");
                } else {
                    assertThat(written.isNull() ? null : written.isInt() ? written.asInt() : written.asText())
                            .isEqualTo(value);
                }
            });
            assertThat(object.size()).isLessThanOrEqualTo(13);
        }
    }

    @Test
    void everyActionDatatypeAndStudyIsThereAndSandboxesAreTold() {
        assertThat(values("action")).containsExactlyInAnyOrder("submit", "pass-qc", "not-pass-qc", "delete");
        assertThat(values("datatype")).containsExactlyInAnyOrderElementsOf(EventLogs.DATATYPES);
        assertThat(values("study")).containsExactlyInAnyOrder("adrc", "dvcid", "clariti");
        assertThat(files)
                .allSatisfy(file -> assertThat(file.fate())
                        .isEqualTo(
                                String.valueOf(file.fields().get("project_label"))
                                                .startsWith("sandbox-")
                                        ? Fate.SANDBOX
                                        : Fate.STORED));
        assertThat(files).extracting(EventFile::fate).contains(Fate.SANDBOX, Fate.STORED);
    }

    @Test
    void aFormHasAModuleAndNothingElseHasOne() {
        assertThat(files)
                .allMatch(file -> file.fields().get("datatype").equals("form")
                        == (file.fields().get("module") != null));
    }

    @Test
    void aVisitIsSubmittedFirstAndGoesOnByWhatMayFollow() {
        Map<String, Set<String>> next = Map.of(
                "submit", Set.of("pass-qc", "not-pass-qc"),
                "not-pass-qc", Set.of("submit"),
                "pass-qc", Set.of("delete"),
                "delete", Set.of());
        Map<Object, List<EventFile>> visits =
                files.stream().collect(groupingBy(file -> file.fields().get("ptid"), toList()));
        assertThat(visits).hasSizeGreaterThan(200);
        visits.values().forEach(events -> {
            assertThat(events.get(0).fields()).containsEntry("action", "submit");
            for (int i = 1; i < events.size(); i++) {
                assertThat(next.get(events.get(i - 1).fields().get("action")))
                        .contains(String.valueOf(events.get(i).fields().get("action")));
                assertThat(events.get(i).time())
                        .isAfterOrEqualTo(events.get(i - 1).time());
            }
        });
    }

    @Test
    void someEventsTieSomeComeDaysLateAndSomeSayNoOffset() {
        List<Instant> times = files.stream().map(EventFile::time).toList();
        assertThat(new HashSet<>(times)).hasSizeLessThan(times.size() - 100);
        Instant latest = times.get(0);
        int late = 0;
        for (Instant time : times) {
            late += time.isBefore(latest.minusSeconds(86_400)) ? 1 : 0;
            latest = time.isAfter(latest) ? time : latest;
        }
        assertThat(late).isGreaterThan(20);
        assertThat(values("timestamp"))
                .anyMatch(text -> text.endsWith("Z"))
                .anyMatch(text -> text.endsWith("+00:00"))
                .anyMatch(text -> text.endsWith("-05:00"))
                .anyMatch(text -> text.endsWith("+05:30"))
                .anyMatch(text -> text.matches("[^Z+]*:\\d\\d(\\.\\d+)?"));
    }

    @Test
    void everyFieldIsWrongInEveryWayOnce() {
        Map<String, Set<String>> rules = EventFaults.all(new EventLogs(3)).stream()
                .collect(groupingBy(EventFile::field, Collectors.mapping(EventFile::rule, Collectors.toSet())));
        assertThat(rules.get("action")).containsExactlyInAnyOrder("type", "null", "missing", "empty", "value");
        assertThat(rules.get("study")).containsExactlyInAnyOrder("type", "null", "empty", "value");
        assertThat(rules.get("pipeline_adcid")).containsExactlyInAnyOrder("type", "null", "missing", "range");
        for (String label : List.of("project_label", "center_label", "gear_name")) {
            assertThat(rules.get(label)).containsExactlyInAnyOrder("type", "null", "missing", "empty");
        }
        assertThat(rules.get("ptid"))
                .containsExactlyInAnyOrder("type", "null", "missing", "empty", "length", "characters");
        for (String known : List.of("visit_date", "datatype", "timestamp")) {
            assertThat(rules.get(known)).containsExactlyInAnyOrder("type", "null", "missing", "empty", "value");
        }
        assertThat(rules.get("visit_number")).containsExactly("type");
        assertThat(rules.get("packet")).containsExactly("type");
        assertThat(rules.get("module")).containsExactlyInAnyOrder("type", "required", "forbidden");
        assertThat(rules.get("visit_time")).containsExactly("unknown");
        assertThat(rules.get("Action")).containsExactly("unknown");
        assertThat(rules.get("")).containsExactlyInAnyOrder("empty", "object", "UTF-8", "truncated", "trailing");
        assertThat(rules).hasSize(16);
    }

    @Test
    void aFaultIsTheOnlyThingWrongWithItsFile() throws IOException {
        for (EventFile file : EventFaults.all(new EventLogs(3))) {
            assertThat(file.name()).matches(NAME);
            if (!file.field().isEmpty()) {
                JsonNode object = json.readTree(file.content());
                Map<String, Object> as = json.convertValue(object, new TypeReference<>() {});
                List<String> others = new ArrayList<>(file.fields().keySet());
                others.remove(file.field());
                assertThat(others)
                        .allMatch(name ->
                                Objects.equals(as.get(name), file.fields().get(name)));
                assertThat(as.get(file.field())).isNotEqualTo(file.fields().getOrDefault(file.field(), ""));
            }
        }
    }

    @Test
    void whatIsWrongWithABodyIsWrongInItsBytes() {
        for (EventFile file : EventFaults.all(new EventLogs(3))) {
            switch (file.rule()) {
                case "UTF-8" -> assertThat(isUtf8(file.content())).isFalse();
                case "empty", "truncated", "trailing" ->
                    assertThat(file.field().isEmpty() && isObject(file.content()))
                            .isFalse();
                case "object" -> assertThat(isObject(file.content())).isFalse();
                default -> assertThat(isObject(file.content())).isTrue();
            }
        }
    }

    @Test
    void aFileThatIsTooLongIsAGoodEventButForItsLength() {
        EventFile file = EventFaults.longerThan(1 << 20, new EventLogs(4));
        assertThat(file.content()).hasSizeGreaterThan(1 << 20);
        assertThat(isObject(file.content())).isTrue();
        assertThat(file.rule()).isEqualTo("size");
    }

    @Test
    void aMisnamedFileIsAGoodEventUnderANameThatIsNone() {
        List<EventFile> files = EventFaults.misnamed(new EventLogs(5));
        assertThat(files).hasSizeGreaterThan(6).allMatch(file -> file.fate() == Fate.IGNORED);
        assertThat(files).noneMatch(file -> file.name().matches(NAME)).allMatch(file -> isObject(file.content()));
    }

    private Set<String> values(String field) {
        return files.stream()
                .map(file -> String.valueOf(file.fields().get(field)))
                .collect(Collectors.toSet());
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }

    private boolean isObject(byte[] bytes) {
        try {
            return bytes.length > 0 && json.readTree(bytes).isObject();
        } catch (IOException broken) {
            return false;
        }
    }
}
