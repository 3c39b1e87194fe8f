package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.lake.ObjectVersion;

class ExportIdTest {
    private static final Instant AT = ExportSamples.AT;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "0123456789ABCDEF0123456789ABCDEF",
                "../3456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdeg"
            })
    void whatIsNoIdCannotBeResumed(String id) {
        assertThat(ExportId.isId(id)).isFalse();
        assertThatThrownBy(() -> new Resume(id))
                .isInstanceOf(Refusal.class)
                .hasMessage("resume is no export id, expected 32 hexadecimal digits in lower case");
    }

    @Test
    void eventsThatDifferInOneThingHaveDifferentIds() {
        Set<String> ids = new HashSet<>();
        List<String> all = new ArrayList<>(List.of(
                ExportId.ofObject(object("b", "k", "v", "", "")),
                ExportId.ofObject(object("b", "k", "", "aa", "")),
                ExportId.ofObject(object("b", "k", "", "", "aa")),
                ExportId.ofObject(object("b", "k", "aa", "", "")),
                ExportId.ofObject(object("b", "k2", "v", "", "")),
                ExportId.ofObject(object("b2", "k", "v", "", "")),
                ExportId.ofObject(object("b", "2k", "v", "", "")),
                ExportId.ofIdempotencyKey("a"),
                ExportId.ofHttpRequest("a"),
                ExportId.ofHttpRequest("b")));
        all.add(schedule("rule", AT, "t", DateFilter.TODAY, Optional.empty()));
        all.add(schedule("rule2", AT, "t", DateFilter.TODAY, Optional.empty()));
        all.add(schedule("rule", AT.plusMillis(1), "t", DateFilter.TODAY, Optional.empty()));
        all.add(schedule("rule", AT, "t2", DateFilter.TODAY, Optional.empty()));
        all.add(schedule("rule", AT, "t", DateFilter.YESTERDAY, Optional.empty()));
        all.add(schedule("rule", AT, "t", DateFilter.TODAY, Optional.of("")));
        all.add(schedule("rule", AT, "t", DateFilter.TODAY, Optional.of("a = 1")));
        all.add(ExportId.ofMessage("rule", AT.toString(), "t", DateFilter.TODAY, Optional.empty()));
        all.add(ExportId.ofMessage("rule", "m", "t", DateFilter.TODAY, Optional.empty()));
        all.add(ExportId.ofMessage("rule", "m2", "t", DateFilter.TODAY, Optional.empty()));
        all.add(ExportId.ofMessage("rule2", "m", "t", DateFilter.TODAY, Optional.empty()));
        all.add(ExportId.ofMessage("rule", "m", "t2", DateFilter.TODAY, Optional.empty()));
        all.add(ExportId.ofMessage("rule", "m", "t", DateFilter.YESTERDAY, Optional.empty()));
        all.add(ExportId.ofMessage("rule", "m", "t", DateFilter.TODAY, Optional.of("a = 1")));
        ids.addAll(all);
        assertThat(ids).hasSameSizeAs(all).allMatch(ExportId::isId);
    }

    @Test
    void aVersionNamesAContentWhateverElseItsEventTells() {
        assertThat(ExportId.ofObject(object("b", "k", "v", "0A", "e")))
                .isEqualTo(ExportId.ofObject(object("b", "k", "v", "0B", "f")));
        assertThat(ExportId.ofObject(object("b", "k", "", "0A", "e")))
                .isEqualTo(ExportId.ofObject(object("b", "k", "", "000a", "f")));
    }

    @Test
    void textsThatRunIntoEachOtherHaveDifferentDigests() {
        Cases.forAll(generator -> {
            String text = generator.text(20) + generator.text(20);
            int cut = generator.number(1, text.length() - 1);
            int other = cut == 1 ? text.length() : cut - 1;
            assertThat(ExportId.digest(text.substring(0, cut), text.substring(cut)))
                    .matches("[0-9a-f]{64}")
                    .isEqualTo(ExportId.digest(text.substring(0, cut), text.substring(cut)))
                    .isNotEqualTo(ExportId.digest(text.substring(0, other), text.substring(other)))
                    .isNotEqualTo(ExportId.digest(text));
        });
    }

    private static String schedule(String rule, Instant at, String table, DateFilter filter, Optional<String> where) {
        return ExportId.ofSchedule(rule, at, table, filter, where);
    }

    private static ObjectVersion object(String bucket, String key, String version, String sequencer, String eTag) {
        return new ObjectVersion(
                bucket, key, Optional.of(version), Optional.of(eTag), Optional.of(sequencer), OptionalLong.empty());
    }
}
