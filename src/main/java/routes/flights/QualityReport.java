package routes.flights;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The verdict on a snapshot that has states.
 *
 * @param timestamp the snapshot's own time
 * @param totalRecords states in the file, at least 1
 * @param overallScore from 0 to 1, to 3 decimals
 * @param results of the checks that were made, in their order, at least one
 * @param causes why it does not pass; empty: it does
 */
record QualityReport(
        Instant timestamp, long totalRecords, double overallScore, List<CheckResult> results, Set<Cause> causes)
        implements Verdict {

    /** Why a snapshot does not pass. */
    enum Cause {
        /** The overall score is below its threshold. */
        SCORE,
        /** Check 1 is below what is asked of it. */
        COMPLETENESS,
        /** Too many states were refused when the snapshot was converted. */
        REJECTED,
        /** A check failed, and every single one has to pass. */
        CHECK
    }

    QualityReport {
        results = List.copyOf(results);
        EnumSet<Cause> ordered = EnumSet.noneOf(Cause.class);
        ordered.addAll(causes);
        causes = Collections.unmodifiableSet(ordered);
        if (totalRecords < 1 || results.isEmpty()) {
            throw new IllegalArgumentException("report has " + results.size() + " checks of " + totalRecords
                    + " records, expected at least one of each");
        }
        if (!(overallScore >= 0 && overallScore <= 1)) {
            throw new IllegalArgumentException("overall score is " + overallScore + ", expected 0 to 1");
        }
    }

    boolean passed() {
        return causes.isEmpty();
    }

    Grade grade() {
        return Grade.of(overallScore);
    }

    /** The checks below their thresholds. */
    List<CheckResult> failed() {
        return results.stream().filter(result -> !result.passed()).toList();
    }

    int passedChecks() {
        return results.size() - failed().size();
    }

    /** The report as it is stored, in UTF-8; the same report has the same bytes. */
    byte[] json() {
        return ReportJson.of(this);
    }
}
