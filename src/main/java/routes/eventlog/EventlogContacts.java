package routes.eventlog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import routes.lake.Contacts;
import routes.lake.Contacts.Queue;
import routes.lake.Contacts.Table;

/** What the pipeline must find outside, taken from its settings. */
public final class EventlogContacts {

    private EventlogContacts() {}

    /** Its buckets, its queue and its table. */
    public static Contacts of(EventlogSettings settings) {
        return new Contacts(
                Stream.of(settings.sourceBucket(), settings.checkpointBucket())
                        .distinct()
                        .toList(),
                List.of(Queue.of(settings.eventsQueue())),
                List.of(new Table(settings.table(), List.of("id"), Optional.empty(), Optional.empty())),
                Map.of(),
                Map.of());
    }
}
