package routes.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class EventFieldsTest {

    @Test
    void theFieldsAreThoseOfTheContractInItsOrder() {
        assertThat(EventFields.NAMES)
                .containsExactly(
                        "action",
                        "study",
                        "pipeline_adcid",
                        "project_label",
                        "center_label",
                        "gear_name",
                        "ptid",
                        "visit_date",
                        "visit_number",
                        "datatype",
                        "module",
                        "packet",
                        "timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "pass-qc", "not-pass-qc", "delete"})
    void theActionsAreFour(String action) {
        assertThat(EventFields.isAction(action)).isTrue();
        assertThat(EventFields.isAction(action + " ")).isFalse();
        assertThat(EventFields.isAction(action.toUpperCase(java.util.Locale.ROOT)))
                .isFalse();
    }

    @Test
    void theDatatypesAreNine() {
        assertThat(EventFields.DATATYPES).containsExactlyElementsOf(local.EventLogs.DATATYPES);
        assertThat(EventFields.DATATYPES).allMatch(EventFields::isDatatype);
        assertThat(EventFields.isDatatype("Form")).isFalse();
        assertThat(EventFields.isDatatype("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "adrc", "a-", "a--b", "dvcid2"})
    void aStudyIsOfSmallLettersDigitsAndDashes(String study) {
        assertThat(EventFields.isStudy(study)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "A", "a_b", "a b", "a\n", "a/b", "..", "é", "{study}"})
    void whatCouldLeadElsewhereIsNoStudy(String study) {
        assertThat(EventFields.isStudy(study)).isFalse();
    }

    @Test
    void aStudyIsNoLongerThanAKeyHasRoomFor() {
        assertThat(EventFields.isStudy("a".repeat(100))).isTrue();
        assertThat(EventFields.isStudy("a".repeat(101))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "NA0001", "P +1%~ !\"", "0123456789", " "})
    void aPtidHasOneToTenPrintableCharacters(String ptid) {
        assertThat(EventFields.isPtid(ptid)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01234567890", "a\tb", "a\u007f", "é", "\u0000", "東京"})
    void anythingElseIsNoPtid(String ptid) {
        assertThat(EventFields.isPtid(ptid)).isFalse();
    }

    @Test
    void everyDayThereIsIsADateAndNoOther() {
        Cases.forAll(cases -> {
            int year = cases.number(1, 9999);
            int month = cases.number(1, 13);
            int day = cases.number(1, 32);
            String text = "%04d-%02d-%02d".formatted(year, month, day);
            boolean there = month <= 12 && day <= LocalDate.of(year, month, 1).lengthOfMonth();
            assertThat(EventFields.isDate(text)).as(text).isEqualTo(there);
            if (there) {
                assertThat(EventFields.day(text))
                        .hasValue(LocalDate.of(year, month, day).toEpochDay());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024-1-05",
                "2024-01-5",
                "0000-01-01",
                "2024/01/05",
                "2024-00-01",
                "2024-01-00",
                "+024-01-05"
            })
    void whatIsNotWrittenAsADateIsNone(String text) {
        assertThat(EventFields.isDate(text)).isFalse();
    }

    @Test
    void aDateEndsWhereItEnds() {
        assertThat(EventFields.isDate("2024-01-05T")).isFalse();
        assertThat(EventFields.day("2024-01-05T")).isPresent();
    }
}
