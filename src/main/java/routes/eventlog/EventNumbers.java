package routes.eventlog;

import java.time.Duration;
import routes.observe.Meter;

/** What dashboards and alarms are made of: each number under the name of its own group. */
final class EventNumbers {
    private static final String[] ALL = {"pipeline", "eventlog"};

    private final Meter meter;

    EventNumbers(Meter meter) {
        this.meter = meter;
    }

    /** Tells what some files came to. */
    void tell(Taken taken, Duration took) {
        meter.count("FilesRead", taken.files() - taken.unread(), ALL);
        meter.count("EventsFailed", (long) taken.quarantined() + taken.unread(), ALL);
        meter.time("ExecutionTime", took, ALL);
        taken.filtered().forEach((group, events) -> meter.count("EventsFiltered", events, of(group)));
        for (GroupResult result : taken.results()) {
            if (result instanceof GroupResult.Saved saved) {
                meter.count("CheckpointsSaved", 1, of(saved.group()));
                meter.count("EventsProcessed", saved.newEvents(), of(saved.group()));
                meter.count("OutputFileSize", saved.bytes(), of(saved.group()));
            } else if (result instanceof GroupResult.Failed failed) {
                meter.count("CheckpointSaveFailures", 1, of(failed.group()));
                meter.count("EventsFailed", failed.events(), of(failed.group()));
            }
        }
    }

    private static String[] of(Group group) {
        return new String[] {"pipeline", "eventlog", "study", group.study(), "datatype", group.datatype()};
    }
}
