package routes.lake;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What a pipeline can tell about its days to somebody who looks. */
public interface Days {

    /** Every day of every source from {@code from} to {@code to} inclusive, in order of source and day. */
    List<DayStatus> between(LocalDate from, LocalDate to);

    /** The day that a message is about, where it can be told. */
    Optional<SourceDay> ofMessage(String body);

    /** The day that an object belongs to, where it can be told. */
    Optional<SourceDay> ofKey(String key);

    /** The day that a row of the ledger is about, where it is about one. */
    Optional<SourceDay> ofLedger(String run, String at);

    /** The queue of a source's messages. */
    String queue(String source);

    /** The bucket of its objects. */
    String bucket();

    /** Where the objects of a day are. */
    String prefix(SourceDay day);

    /** The run of the ledger that has a row for each day of a source. */
    String ledgerRun(String source);

    /** Every run of the ledger that is this pipeline's. */
    List<String> ledgerRuns();
}
