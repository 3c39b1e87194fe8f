package routes.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import routes.aws.ObjectListing;
import routes.flights.FlightTrail;
import routes.flights.FlightsContacts;
import routes.flights.FlightsFailureRoutes;
import routes.flights.FlightsFetchRoutes;
import routes.flights.FlightsNotes;
import routes.flights.FlightsParts;
import routes.flights.FlightsRoutes;
import routes.flights.FlightsSettings;
import routes.lake.Contacts;
import routes.lake.Days;
import routes.lake.NoDays;
import routes.lake.Note;
import routes.lake.Trail;
import routes.policy.HttpBorder;
import routes.policy.Lake;

/** Flights, once its settings are known. */
record FlightsPlan(FlightsSettings settings) implements Pipeline.Plan {
    @Override
    public void addTo(CamelContext context, Lake lake, Path spoolDirectory) throws Exception {
        FlightsParts parts = FlightsParts.of(lake, settings, spoolDirectory);
        HttpBorder.install(context, settings.contact(), lake.clock());
        context.addRoutes(new FlightsFailureRoutes(parts));
        context.addRoutes(new FlightsFetchRoutes(parts));
        context.addRoutes(new FlightsRoutes(parts));
    }

    @Override
    public List<String> sources() {
        return List.of();
    }

    @Override
    public List<String> queues() {
        return List.of(settings.rawQueue(), settings.processedQueue());
    }

    @Override
    public Contacts contacts() {
        return FlightsContacts.of(settings);
    }

    @Override
    public Days days(Lake lake, ObjectListing objects) {
        return new NoDays();
    }

    @Override
    public List<Note> notes(Lake lake) {
        return FlightsNotes.of(lake, settings);
    }

    @Override
    public Optional<Trail> trail(String name, int most, Lake lake, ObjectListing objects) {
        return new FlightTrail(lake, settings).follow(name);
    }
}
