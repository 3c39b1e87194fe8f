package routes.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import routes.aws.ObjectListing;
import routes.export.ExportContacts;
import routes.export.ExportFailureRoutes;
import routes.export.ExportNotes;
import routes.export.ExportParts;
import routes.export.ExportRoutes;
import routes.export.ExportSettings;
import routes.lake.Contacts;
import routes.lake.Days;
import routes.lake.NoDays;
import routes.lake.Note;
import routes.policy.FailurePolicy;
import routes.policy.HttpBorder;
import routes.policy.Lake;

/** Export, once its settings are known. */
record ExportPlan(ExportSettings settings) implements Pipeline.Plan {
    @Override
    public void addTo(CamelContext context, Lake lake, Path spoolDirectory) throws Exception {
        ExportParts parts = ExportParts.of(lake, settings, spoolDirectory);
        HttpBorder.install(context, ExportContacts.api(settings), lake.clock());
        context.addRoutes(new FailurePolicy("export", parts.tries(), lake.parking()));
        context.addRoutes(new ExportFailureRoutes(parts));
        context.addRoutes(new ExportRoutes(parts));
    }

    @Override
    public List<String> sources() {
        return List.of();
    }

    @Override
    public List<String> queues() {
        return List.of(settings.objects().queue());
    }

    @Override
    public Optional<HttpAddress> http() {
        return Optional.of(
                new HttpAddress(settings.http().host(), settings.http().port()));
    }

    @Override
    public Contacts contacts() {
        return ExportContacts.of(settings);
    }

    @Override
    public Days days(Lake lake, ObjectListing objects) {
        return new NoDays();
    }

    @Override
    public List<Note> notes(Lake lake) {
        return ExportNotes.of(lake);
    }
}
