package routes.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.apache.camel.CamelContext;
import org.apache.camel.support.RandomUuidGenerator;
import routes.aws.Alerts;
import routes.aws.Athena;
import routes.aws.Clients;
import routes.aws.ObjectReader;
import routes.aws.ObjectStore;
import routes.aws.Queues;
import routes.aws.RunLedger;
import routes.aws.Secrets;
import routes.aws.Tables;
import routes.observe.AwsCallSpans;
import routes.observe.Meter;
import routes.observe.Spans;
import routes.observe.StepSpans;
import routes.observe.Telemetry;
import routes.policy.Lake;
import routes.policy.Parking;
import routes.settings.Settings;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Configuration that has been found right, and the parts made of it: the same for a process and for a Lambda. */
public final class Assembly implements AutoCloseable {
    private final Settings settings;
    private final LakeSettings lakeSettings;
    private final Map<Pipeline, Pipeline.Plan> plans;
    private final Telemetry telemetry;
    private final Clients clients;
    private final ExecutorService workers;
    private final Lake lake;

    private Assembly(
            Settings settings,
            LakeSettings lakeSettings,
            Map<Pipeline, Pipeline.Plan> plans,
            Meter meter,
            Telemetry telemetry,
            Clock clock) {
        this.settings = settings;
        this.lakeSettings = lakeSettings;
        this.plans = plans;
        this.telemetry = telemetry;
        Spans spans = new Spans(telemetry.openTelemetry());
        ExecutionInterceptor[] seen = telemetry.isOn()
                ? new ExecutionInterceptor[] {new AwsCallSpans(telemetry.openTelemetry())}
                : new ExecutionInterceptor[0];
        this.clients = new Clients(lakeSettings.region(), lakeSettings.endpoint(), seen);
        this.workers = Executors.newFixedThreadPool(lakeSettings.workers(), new Threads("worker"));
        // Clones of one Lambda snapshot must not draw the same numbers: they name owners and writes.
        RandomGenerator random = new java.security.SecureRandom();
        Queues queues = new Queues(clients::sqs);
        String owner = owner(random);
        RunLedger ledger =
                new RunLedger(clients::dynamoDb, lakeSettings.runsTable(), owner, lakeSettings.lease(), clock);
        this.lake = new Lake(
                queues,
                new ObjectStore(clients::s3, clients::directPut, clients::directList),
                new Athena.Account(clients::athena),
                new Alerts.Account(clients::sns, ledger, clock),
                new ObjectReader(clients::s3, clients::directGet, clients::directList),
                ledger,
                new Tables(clients::dynamoDb, clients::directTable, owner, random, clock),
                new Secrets(clients::secrets, lakeSettings.secretTtl(), clock),
                new Parking(queues, lakeSettings.dlqSuffix(), lakeSettings.maxReceives()),
                meter,
                spans,
                workers,
                clock,
                owner,
                lakeSettings.lease(),
                random);
    }

    /**
     * Reads the settings of the pipelines and checks them whole.
     *
     * @param pipelines to be put together; empty: those that {@code lake.pipelines} names
     * @throws routes.settings.InvalidSettings naming every fault
     */
    public static Assembly of(
            Settings settings, List<Pipeline> pipelines, Meter meter, Telemetry telemetry, Clock clock) {
        LakeSettings lakeSettings = LakeSettings.read(settings);
        List<Pipeline> chosen = new ArrayList<>(pipelines);
        if (chosen.isEmpty()) {
            lakeSettings.pipelines().forEach(name -> Pipeline.named(name).ifPresent(chosen::add));
        }
        Map<Pipeline, Pipeline.Plan> plans = new LinkedHashMap<>();
        chosen.forEach(pipeline -> plans.put(pipeline, pipeline.read(settings)));
        plans.values().stream()
                .flatMap(plan -> plan.queues().stream())
                .filter(queue -> queue.endsWith(".fifo"))
                .forEach(queue -> settings.fault("queue '" + queue + "' is a FIFO queue, expected a standard one"));
        settings.check();
        return new Assembly(settings, lakeSettings, plans, meter, telemetry, clock);
    }

    /** Adds the routes of every pipeline, doors excepted. */
    void addRoutes(CamelContext context) throws Exception {
        // On, a whole response would be read into memory before the first step that could refuse it.
        context.setStreamCaching(false);
        // Exchange ids must differ between clones of one Lambda snapshot.
        context.setUuidGenerator(new RandomUuidGenerator());
        if (telemetry.isOn()) {
            context.getCamelContextExtension().addInterceptStrategy(new StepSpans(telemetry.openTelemetry()));
        }
        for (Pipeline.Plan plan : plans.values()) {
            plan.addTo(context, lake, lakeSettings.spoolDirectory());
        }
    }

    public Settings settings() {
        return settings;
    }

    public LakeSettings lakeSettings() {
        return lakeSettings;
    }

    public Map<Pipeline, Pipeline.Plan> plans() {
        return plans;
    }

    public Clients clients() {
        return clients;
    }

    public Lake lake() {
        return lake;
    }

    Telemetry telemetry() {
        return telemetry;
    }

    @Override
    public void close() {
        workers.shutdown();
        telemetry.close();
        clients.close();
    }

    private static String owner(RandomGenerator random) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown-host";
        }
        return host + "-" + ProcessHandle.current().pid() + "-" + Long.toHexString(random.nextLong());
    }
}
