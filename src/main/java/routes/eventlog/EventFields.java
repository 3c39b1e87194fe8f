package routes.eventlog;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** The fields of an event file, in the order of the contract, and the rules of their values. */
final class EventFields {
    static final List<String> NAMES = List.of(
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

    static final List<String> DATATYPES = List.of(
            "apoe",
            "biomarker",
            "dicom",
            "enrollment",
            "form",
            "genetic-availability",
            "gwas",
            "imputation",
            "scan-analysis");

    static final Pattern STUDY = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    static final String DEFAULT_STUDY = "adrc";

    private static final Set<String> ACTIONS = Set.of("submit", "pass-qc", "not-pass-qc", "delete");
    private static final int LONGEST_PTID = 10;
    private static final int DATE = 10;

    private EventFields() {}

    static boolean isAction(String text) {
        return ACTIONS.contains(text);
    }

    static boolean isStudy(String text) {
        return STUDY.matcher(text).matches();
    }

    static boolean isDatatype(String text) {
        return DATATYPES.contains(text);
    }

    /** 1 to 10 printable ASCII characters. */
    static boolean isPtid(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_PTID
                && text.chars().allMatch(letter -> letter >= ' ' && letter <= '~');
    }

    /** The day {@code YYYY-MM-DD} that begins a text, counted from 1970-01-01; empty when there is none. */
    static OptionalLong day(String text) {
        if (text.length() < DATE || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return OptionalLong.empty();
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, DATE);
        if (year < 1 || month < 1 || day < 1) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(LocalDate.of(year, month, day).toEpochDay());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /** {@code YYYY-MM-DD}, and there is such a day. */
    static boolean isDate(String text) {
        return text.length() == DATE && day(text).isPresent();
    }

    /** The number that the digits make; -1 where something else stands among them. */
    static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }
}
