package routes.ingest;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import routes.lake.Contacts;

/** What ingest must find outside, taken from its settings. */
public final class IngestContacts {

    private IngestContacts() {}

    /** The raw bucket, and the queue, the address and the secret of every source. */
    public static Contacts of(IngestSettings settings) {
        Map<String, List<List<String>>> secrets = new LinkedHashMap<>();
        Map<String, URI> urls = new LinkedHashMap<>();
        for (Source source : settings.sources().values()) {
            String key = "ingest.sources." + source.name();
            urls.put(key + ".url", source.url());
            if (source.authentication() instanceof Authentication.Header header) {
                secrets.put(header.secret(), List.of(List.of("value")));
            } else if (source.authentication() instanceof Authentication.ClientCredentials client) {
                secrets.put(client.secret(), List.of(List.of("client_id", "client_secret")));
                urls.put(key + ".token-url", client.tokenUrl());
            }
        }
        List<Contacts.Queue> queues =
                settings.queues().stream().map(Contacts.Queue::of).toList();
        return new Contacts(List.of(settings.rawBucket()), queues, List.of(), secrets, urls);
    }
}
