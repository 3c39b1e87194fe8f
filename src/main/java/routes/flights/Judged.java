package routes.flights;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A processed file with what is said of it, and what was decided about its content before.
 *
 * @param file that was read
 * @param sha256 of its bytes, hex: decisions stick to it
 * @param verdict on its rows; null for a file that cannot be read
 * @param fault why it cannot be read; empty for one that can
 * @param standing of its content
 * @param quarantineThreshold an overall score below leads to quarantine
 */
record Judged(
        StoredSnapshot file,
        String sha256,
        @Nullable Verdict verdict,
        String fault,
        Standing standing,
        double quarantineThreshold) {

    Judged {
        if ((verdict == null) == fault.isEmpty()) {
            throw new IllegalArgumentException("file has " + (verdict == null ? "no" : "a") + " verdict and "
                    + (fault.isEmpty() ? "no" : "a") + " fault, expected one of them");
        }
    }

    /** Whether people are to be told: not of what passes, not of nothing at all, and not of what somebody has looked at. */
    boolean complains() {
        return !reasons().isEmpty() && (standing == Standing.NONE || standing == Standing.QUARANTINED);
    }

    /** Whether nobody should find it where good files are. */
    boolean toQuarantine() {
        return switch (standing) {
            case RELEASED -> false;
            case QUARANTINED, REJECTED -> true;
            case NONE -> isBad();
        };
    }

    /** What is wrong with it, a word or a line each; empty: nothing. */
    List<String> reasons() {
        if (verdict instanceof QualityReport report) {
            return QualityAlerts.words(report);
        }
        if (verdict instanceof Verdict.NoData nothing) {
            return nothing.rejected() == 0 ? List.of() : List.of("all " + nothing.rejected() + " states were refused");
        }
        return List.of(fault);
    }

    /** Under what it is complained of: alerts of one cause keep each other quiet. */
    String cause() {
        if (verdict == null) {
            return "unreadable";
        }
        return toQuarantine() ? "quarantine" : "quality";
    }

    /** The report as it is stored, in UTF-8; the same verdict has the same bytes. */
    byte[] report() {
        if (verdict instanceof QualityReport report) {
            return report.json();
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("timestamp", file.snapshot().time().toString());
        report.put("total_records", 0);
        report.put("passed_threshold", reasons().isEmpty());
        report.put("reasons", reasons());
        try {
            return JSON.std.asBytes(report);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    private boolean isBad() {
        return verdict == null
                || verdict instanceof QualityReport report && report.overallScore() < quarantineThreshold;
    }
}
