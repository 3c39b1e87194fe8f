package routes.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import routes.aggregator.AggregatorContacts;
import routes.aggregator.AggregatorNotes;
import routes.aggregator.AggregatorParts;
import routes.aggregator.AggregatorRoutes;
import routes.aggregator.AggregatorSettings;
import routes.aggregator.BundleTrail;
import routes.aws.ObjectListing;
import routes.lake.Contacts;
import routes.lake.Days;
import routes.lake.NoDays;
import routes.lake.Note;
import routes.lake.Trail;
import routes.policy.Gate;
import routes.policy.HttpBorder;
import routes.policy.Lake;
import routes.policy.TlsIdentity;
import routes.policy.Weight;

/** The aggregator, once its settings are known. */
record AggregatorPlan(AggregatorSettings settings) implements Pipeline.Plan {
    @Override
    public void addTo(CamelContext context, Lake lake, Path spoolDirectory) throws Exception {
        AggregatorParts parts = AggregatorParts.of(lake, settings, spoolDirectory);
        HttpBorder.install(context, parts.contact(), lake.clock());
        context.getRegistry().bind(Gate.of("aggregator-deliver"), parts.gate());
        context.getRegistry().bind(Weight.of("aggregator-bundle"), parts.weight());
        context.addRoutes(new AggregatorRoutes(parts));
    }

    @Override
    public List<String> sources() {
        return List.of();
    }

    @Override
    public List<String> queues() {
        return List.of(settings.eventsQueue(), settings.deliveriesQueue());
    }

    @Override
    public Contacts contacts() {
        return AggregatorContacts.of(settings);
    }

    @Override
    public Optional<TlsIdentity> identity(Lake lake) {
        return Optional.of(AggregatorContacts.identity(lake.secrets(), settings));
    }

    @Override
    public Days days(Lake lake, ObjectListing objects) {
        return new NoDays();
    }

    @Override
    public List<Note> notes(Lake lake) {
        return AggregatorNotes.of(lake, settings);
    }

    @Override
    public Optional<Trail> trail(String name, int most, Lake lake, ObjectListing objects) {
        return new BundleTrail(lake, settings, objects).follow(name, most);
    }
}
