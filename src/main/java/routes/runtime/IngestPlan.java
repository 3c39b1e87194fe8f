package routes.runtime;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import routes.aws.ObjectListing;
import routes.ingest.IngestContacts;
import routes.ingest.IngestDays;
import routes.ingest.IngestParts;
import routes.ingest.IngestRoutes;
import routes.ingest.IngestSettings;
import routes.lake.Contacts;
import routes.lake.Days;
import routes.policy.FailurePolicy;
import routes.policy.HttpBorder;
import routes.policy.Lake;
import routes.policy.Tries;

/** Ingest, once its settings are known. */
record IngestPlan(IngestSettings settings) implements Pipeline.Plan {
    @Override
    public void addTo(CamelContext context, Lake lake, Path spoolDirectory) throws Exception {
        HttpBorder.install(context, settings.contact(), lake.clock());
        Tries tries = new Tries(settings.backoff(), lake.clock(), lake.random());
        context.addRoutes(new FailurePolicy("ingest", tries, lake.parking()));
        context.addRoutes(new IngestRoutes(IngestParts.of(lake, settings, spoolDirectory)));
    }

    @Override
    public List<String> sources() {
        return List.copyOf(settings.sources().keySet());
    }

    @Override
    public List<String> queues() {
        return settings.queues();
    }

    @Override
    public Contacts contacts() {
        return IngestContacts.of(settings);
    }

    @Override
    public Days days(Lake lake, ObjectListing objects) {
        return new IngestDays(settings, lake.ledger(), objects);
    }
}
