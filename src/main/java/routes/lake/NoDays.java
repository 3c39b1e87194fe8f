package routes.lake;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The view of a pipeline whose work is not cut into days. */
public final class NoDays implements Days {

    @Override
    public List<DayStatus> between(LocalDate from, LocalDate to) {
        return List.of();
    }

    @Override
    public Optional<SourceDay> ofMessage(String body) {
        return Optional.empty();
    }

    @Override
    public Optional<SourceDay> ofKey(String key) {
        return Optional.empty();
    }

    @Override
    public Optional<SourceDay> ofLedger(String run, String at) {
        return Optional.empty();
    }

    @Override
    public String queue(String source) {
        throw without();
    }

    @Override
    public String bucket() {
        throw without();
    }

    @Override
    public String prefix(SourceDay day) {
        throw without();
    }

    @Override
    public String ledgerRun(String source) {
        throw without();
    }

    @Override
    public List<String> ledgerRuns() {
        return List.of();
    }

    private static UnsupportedOperationException without() {
        return new UnsupportedOperationException("this pipeline has no days: nobody has been told of one");
    }
}
