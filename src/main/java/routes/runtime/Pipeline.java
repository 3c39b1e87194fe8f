package routes.runtime;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
import routes.settings.Settings;

/** The table of contents: what a pipeline is called, which steps it opens to doors, and how it is put together. */
public enum Pipeline {
    INGEST(
            "ingest",
            List.of("ingest-trigger"),
            List.of("ingest-fetch"),
            settings -> new Ingest(IngestSettings.read(settings)));

    private final String title;
    private final List<String> eventSteps;
    private final List<String> queueSteps;
    private final Function<Settings, Plan> read;

    Pipeline(String title, List<String> eventSteps, List<String> queueSteps, Function<Settings, Plan> read) {
        this.title = title;
        this.eventSteps = eventSteps;
        this.queueSteps = queueSteps;
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

        /** What it must find outside. */
        Contacts contacts();

        /** What it can tell about its days. */
        Days days(Lake lake, ObjectListing objects);
    }

    /** Ingest, once its settings are known. */
    record Ingest(IngestSettings settings) implements Plan {
        @Override
        public void addTo(CamelContext context, Lake lake, Path spoolDirectory) throws Exception {
            HttpBorder.install(context, settings.connectTimeout(), settings.responseTimeout(), lake.clock());
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
                .filter(pipeline -> pipeline.eventSteps.contains(step) || pipeline.queueSteps.contains(step))
                .findFirst();
    }

    /** What they are called. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Pipeline::title).toList();
    }
}
