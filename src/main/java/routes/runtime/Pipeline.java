package routes.runtime;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import routes.aggregator.AggregatorSettings;
import routes.aws.ObjectListing;
import routes.eventlog.EventlogSettings;
import routes.export.ExportSettings;
import routes.flights.FlightsSettings;
import routes.ingest.IngestSettings;
import routes.lake.Contacts;
import routes.lake.Days;
import routes.lake.Note;
import routes.lake.Trail;
import routes.policy.Lake;
import routes.policy.TlsIdentity;
import routes.settings.Settings;

/** The table of contents: what a pipeline is called, which steps it opens to doors, and how it is put together. */
public enum Pipeline {
    INGEST(
            "ingest",
            List.of("ingest-trigger"),
            List.of("ingest-fetch"),
            List.of(),
            settings -> new IngestPlan(IngestSettings.read(settings))),
    AGGREGATOR(
            "aggregator",
            List.of("aggregator-sweep"),
            List.of("aggregator-bundle", "aggregator-deliver"),
            List.of(),
            settings -> new AggregatorPlan(AggregatorSettings.read(settings))),
    EXPORT(
            "export",
            List.of("export-trigger"),
            List.of("export-request"),
            List.of("export-answer"),
            settings -> new ExportPlan(ExportSettings.read(settings))),
    EVENTLOG(
            "eventlog",
            List.of("eventlog-trigger"),
            List.of("eventlog-collect"),
            List.of(),
            settings -> new EventlogPlan(EventlogSettings.read(settings))),
    FLIGHTS(
            "flights",
            List.of("flights-fetch"),
            List.of("flights-convert", "flights-validate"),
            List.of(),
            settings -> new FlightsPlan(FlightsSettings.read(settings)));

    private final String title;
    private final List<String> eventSteps;
    private final List<String> queueSteps;
    private final List<String> httpSteps;
    private final Function<Settings, Plan> read;

    Pipeline(
            String title,
            List<String> eventSteps,
            List<String> queueSteps,
            List<String> httpSteps,
            Function<Settings, Plan> read) {
        this.title = title;
        this.eventSteps = eventSteps;
        this.queueSteps = queueSteps;
        this.httpSteps = httpSteps;
        this.read = read;
    }

    /** A pipeline whose settings have been read, ready to be built. */
    public interface Plan {
        /** Adds its routes, doors excepted. */
        void addTo(CamelContext context, Lake lake, Path spoolDirectory) throws Exception;

        /** What its per-source YAML door is repeated for; each name fills {@code {{source}}}. */
        List<String> sources();

        /** Queues that it receives from. */
        List<String> queues();

        /** Where a process answers its requests, if it has steps that do. */
        default Optional<HttpAddress> http() {
            return Optional.empty();
        }

        /** What it must find outside. */
        Contacts contacts();

        /** Who it is to the addresses among them, and whom it trusts there; empty: nobody, and those whom the JDK trusts. */
        default Optional<TlsIdentity> identity(Lake lake) {
            return Optional.empty();
        }

        /** What it can tell about its days, where it works by days. */
        Days days(Lake lake, ObjectListing objects);

        /** What else it can tell of itself now. */
        default List<Note> notes(Lake lake) {
            return List.of();
        }

        /** What it knows, beside its days, of what somebody names; {@code most} bounds what is looked at. */
        default Optional<Trail> trail(String name, int most, Lake lake, ObjectListing objects) {
            return Optional.empty();
        }
    }

    public String title() {
        return title;
    }

    /** Steps that take one event. */
    public List<String> eventSteps() {
        return eventSteps;
    }

    /** Steps that take a batch of messages. */
    public List<String> queueSteps() {
        return queueSteps;
    }

    /** Steps that answer a request over HTTP. */
    public List<String> httpSteps() {
        return httpSteps;
    }

    /** What the results of several scheduled times are called in an answer. */
    String results() {
        return switch (this) {
            case INGEST -> "plans";
            case AGGREGATOR, EVENTLOG -> "sweeps";
            case EXPORT -> "exports";
            case FLIGHTS -> "fetches";
            // A pipeline that was added since.
            default -> "results";
        };
    }

    /** Reads the pipeline's settings; faults are collected there. */
    Plan read(Settings settings) {
        return read.apply(settings);
    }

    static Optional<Pipeline> named(String title) {
        return Arrays.stream(values())
                .filter(pipeline -> pipeline.title.equals(title))
                .findFirst();
    }

    /** The pipeline that has the step. */
    public static Optional<Pipeline> ofStep(String step) {
        return Arrays.stream(values())
                .filter(pipeline -> pipeline.eventSteps.contains(step)
                        || pipeline.queueSteps.contains(step)
                        || pipeline.httpSteps.contains(step))
                .findFirst();
    }

    /** What they are called. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Pipeline::title).toList();
    }
}
