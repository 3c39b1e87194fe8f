package routes.sample;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import routes.lake.Contacts;

/** What the pipeline must find outside, taken from its settings. */
public final class SampleContacts {

    private SampleContacts() {}

    /** Its buckets. */
    public static Contacts of(SampleSettings settings) {
        return new Contacts(
                Stream.of(settings.sourceBucket(), settings.reportBucket())
                        .distinct()
                        .toList(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
    }
}
