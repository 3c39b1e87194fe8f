package routes.runtime;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import routes.aggregator.AggregatorContacts;
import routes.aggregator.AggregatorNotes;
import routes.aggregator.AggregatorParts;
import routes.aggregator.AggregatorRoutes;
import routes.aggregator.AggregatorSettings;
import routes.aggregator.BundleTrail;
import routes.aws.ObjectListing;
import routes.export.ExportContacts;
import routes.export.ExportFailureRoutes;
import routes.export.ExportNotes;
import routes.export.ExportParts;
import routes.export.ExportRoutes;
import routes.export.ExportSettings;
import routes.ingest.IngestContacts;
import routes.ingest.IngestDays;
import routes.ingest.IngestParts;
import routes.ingest.IngestRoutes;
import routes.ingest.IngestSettings;
import routes.lake.Contacts;
import routes.lake.Days;
import routes.lake.NoDays;
import routes.lake.Note;
import routes.lake.Trail;
import routes.policy.FailurePolicy;
import routes.policy.Gate;
import routes.policy.HttpBorder;
import routes.policy.Lake;
import routes.policy.TlsIdentity;
import routes.policy.Tries;
import routes.policy.Weight;
import routes.settings.Settings;

/** The table of contents: what a pipeline is called, which steps it opens to doors, and how it is put together. */
public enum Pipeline {
    INGEST(
            "ingest",
            List.of("ingest-trigger"),
            List.of("ingest-fetch"),
            List.of(),
            settings -> new Ingest(IngestSettings.read(settings))),
    AGGREGATOR(
            "aggregator",
            List.of("aggregator-sweep"),
            List.of("aggregator-bundle", "aggregator-deliver"),
            List.of(),
            settings -> new Aggregator(AggregatorSettings.read(settings))),
    EXPORT(
            "export",
            List.of("export-trigger"),
            List.of("export-request"),
            List.of("export-answer"),
            settings -> new Export(ExportSettings.read(settings)));

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

    /** Ingest, once its settings are known. */
    record Ingest(IngestSettings settings) implements Plan {
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

    /** The aggregator, once its settings are known. */
    record Aggregator(AggregatorSettings settings) implements Plan {
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

    /** Export, once its settings are known. */
    record Export(ExportSettings settings) implements Plan {
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
