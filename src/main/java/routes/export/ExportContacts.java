package routes.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import routes.lake.Contacts;
import routes.policy.HttpContact;

/** What the pipeline must find outside, taken from its settings. */
public final class ExportContacts {

    private ExportContacts() {}

    /** The lake's bucket, that of results and that of failed batches, the queue of events, the API's secret, the callers', the workgroup. */
    public static Contacts of(ExportSettings settings) {
        Map<String, List<List<String>>> secrets = new LinkedHashMap<>();
        secrets.put(settings.api().secret(), List.of(List.of("api_base_url", "client_id", "client_secret")));
        settings.http().keySecret().ifPresent(name -> secrets.put(name, List.of()));
        return new Contacts(
                Stream.of(settings.objects().bucket(), settings.queries().outputBucket(), settings.resultsBucket())
                        .distinct()
                        .toList(),
                List.of(Contacts.Queue.of(settings.objects().queue())),
                List.of(),
                secrets,
                Map.of(),
                List.of(settings.queries().workgroup()),
                List.of());
    }

    /** How the API is spoken to. */
    public static HttpContact api(ExportSettings settings) {
        return new HttpContact(
                "export-http",
                settings.api().connectTimeout(),
                settings.api().responseTimeout(),
                false,
                Optional.empty());
    }
}
