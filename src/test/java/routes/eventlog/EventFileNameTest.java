package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import local.EventFaults;
import local.EventFile;
import local.EventLogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFileNameTest {

    @Test
    void everyNameThatIsWrittenIsOne() {
        for (EventFile file : new EventLogs(3).files(500)) {
            assertThat(EventFileName.isOf(file.name())).as(file.name()).isTrue();
            assertThat(EventFileName.isOf("prod/2025/" + file.name())).isTrue();
        }
    }

    static java.util.List<EventFile> misnamed() {
        return EventFaults.misnamed(new EventLogs(3));
    }

    @ParameterizedTest
    @MethodSource("misnamed")
    void anyOtherNameIsNone(EventFile file) {
        assertThat(EventFileName.isOf("prod/" + file.name())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log-submit-20240229-134500-42-p-NA1-2024-02-29.json/",
                "log-submit-20240229-134500-x-p-NA1-2024-02-29.json",
                "log-submit-20240229-134500-42-p-2024-02-29.json",
                "log-submit-20240229-134500-42-p-NA1-20240229.json",
                "log-submit-20240229-134500-42-p-NA1-2024-02-29json",
                "log-submit-٢٠240229-134500-42-p-NA1-2024-02-29.json"
            })
    void noPartMayBeMissingOrOther(String key) {
        assertThat(EventFileName.isOf(key)).isFalse();
    }

    @Test
    void aNameWithDashesInItsProjectAndParticipantIsOne() {
        assertThat(EventFileName.isOf("log-not-pass-qc-20240229-134500-42-ingest-form-a-b-P +1%-2024-02-29.json"))
                .isTrue();
    }

    @Test
    void onlyTheLastPartOfAKeyIsItsName() {
        assertThat(EventFileName.isOf("log-submit-20240229-134500-42-p-NA1-2024-02-29.json/notes.txt"))
                .isFalse();
    }
}
