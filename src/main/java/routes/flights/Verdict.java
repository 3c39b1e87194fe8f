package routes.flights;

import java.io.IOException;
import java.util.List;
import routes.lake.parquet.ParquetReading;

/** What is said of a snapshot's quality. The same file under the same rules has the same verdict at any time. */
sealed interface Verdict permits Verdict.NoData, QualityReport {

    /**
     * Judges a processed file.
     *
     * @throws routes.lake.parquet.UnreadableParquet for what is no snapshot
     * @throws IOException from the file's source alone
     */
    static Verdict of(ParquetReading file, QualityRules rules) throws IOException {
        StateCounts counts = StateCounts.of(file);
        CheckedStates states = CheckedStates.read(file);
        if (states.rows == 0) {
            return new NoData(counts.rejected());
        }
        List<CheckScore> scores = Checks.of(states);
        List<CheckResult> results = rules.made().stream()
                .map(check -> new CheckResult(scores.get(check.ordinal()), rules.threshold(check)))
                .toList();
        double overall = rules.overall(results);
        return new QualityReport(
                states.snapshotTime(), states.rows, overall, results, rules.causes(overall, results, counts));
    }

    /**
     * There is no state to be judged: no score, no alert.
     *
     * @param rejected states; more than 0 says that there were some, none of them valid
     */
    record NoData(long rejected) implements Verdict {}
}
