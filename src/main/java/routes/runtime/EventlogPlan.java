package routes.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import routes.aws.ObjectListing;
import routes.eventlog.EventTrail;
import routes.eventlog.EventlogContacts;
import routes.eventlog.EventlogFailureRoutes;
import routes.eventlog.EventlogNotes;
import routes.eventlog.EventlogParts;
import routes.eventlog.EventlogRoutes;
import routes.eventlog.EventlogSettings;
import routes.lake.Contacts;
import routes.lake.Days;
import routes.lake.NoDays;
import routes.lake.Note;
import routes.lake.Trail;
import routes.policy.Lake;

/** Eventlog, once its settings are known. */
record EventlogPlan(EventlogSettings settings) implements Pipeline.Plan {
    @Override
    public void addTo(CamelContext context, Lake lake, Path spoolDirectory) throws Exception {
        EventlogParts parts = EventlogParts.of(lake, settings, spoolDirectory);
        context.addRoutes(new EventlogFailureRoutes(parts));
        context.addRoutes(new EventlogRoutes(parts));
    }

    @Override
    public List<String> sources() {
        return List.of();
    }

    @Override
    public List<String> queues() {
        return List.of(settings.eventsQueue());
    }

    @Override
    public Contacts contacts() {
        return EventlogContacts.of(settings);
    }

    @Override
    public Days days(Lake lake, ObjectListing objects) {
        return new NoDays();
    }

    @Override
    public List<Note> notes(Lake lake) {
        return EventlogNotes.of(lake);
    }

    @Override
    public Optional<Trail> trail(String name, int most, Lake lake, ObjectListing objects) {
        return new EventTrail(lake, settings, objects).follow(name);
    }
}
