package routes.flights;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import routes.lake.Contacts;
import routes.lake.Contacts.Queue;
import routes.lake.Contacts.Table;

/** What the pipeline must find outside, taken from its settings. */
public final class FlightsContacts {

    private FlightsContacts() {}

    /** Its buckets, queues and tables, the API, and who it is to it. */
    public static Contacts of(FlightsSettings settings) {
        SourceSettings source = settings.source();
        Map<String, List<List<String>>> secrets = new LinkedHashMap<>();
        Map<String, URI> urls = new LinkedHashMap<>();
        urls.put("flights.base-url", source.baseUrl());
        source.secret().ifPresent(secret -> {
            secrets.put(secret, List.of(List.of("client_id", "client_secret")));
            urls.put("flights.token-url", source.tokenUrl());
        });
        return new Contacts(
                        List.of(settings.rawBucket(), settings.processedBucket()),
                        List.of(Queue.of(settings.rawQueue()), Queue.of(settings.processedQueue())),
                        List.of(
                                new Table(
                                        settings.executionsTable(),
                                        List.of("execution_id", "pipeline_step"),
                                        Optional.empty(),
                                        Optional.of("ttl")),
                                new Table(
                                        settings.circuitTable(),
                                        List.of("service"),
                                        Optional.empty(),
                                        Optional.empty())),
                        secrets,
                        urls)
                .telling(List.of(settings.alertsTopic()));
    }
}
