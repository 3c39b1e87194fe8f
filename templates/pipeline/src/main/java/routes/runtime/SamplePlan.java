package routes.runtime;

import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import routes.aws.ObjectListing;
import routes.lake.Contacts;
import routes.lake.Days;
import routes.lake.NoDays;
import routes.policy.Lake;
import routes.sample.SampleContacts;
import routes.sample.SampleParts;
import routes.sample.SampleRoutes;
import routes.sample.SampleSettings;

/** Sample, once its settings are known. */
record SamplePlan(SampleSettings settings) implements Pipeline.Plan {
    @Override
    public void addTo(CamelContext context, Lake lake, Path spoolDirectory) throws Exception {
        context.addRoutes(new SampleRoutes(SampleParts.of(lake, settings, spoolDirectory)));
    }

    @Override
    public List<String> sources() {
        return List.of();
    }

    @Override
    public List<String> queues() {
        return List.of();
    }

    @Override
    public Contacts contacts() {
        return SampleContacts.of(settings);
    }

    @Override
    public Days days(Lake lake, ObjectListing objects) {
        return new NoDays();
    }
}
