package routes.aggregator;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import routes.aws.CircuitRules;
import routes.aws.SharedCircuit;
import routes.aws.TripRule;
import routes.observe.Spans;
import routes.policy.EventSettling;
import routes.policy.HttpContact;
import routes.policy.Lake;
import routes.policy.LocalCircuit;
import routes.policy.Weight;

/** The pipeline's plain classes, put together once; the routes decide in which order they act. */
public record AggregatorParts(
        AggregatorSettings settings,
        Bundling bundling,
        Settling settling,
        DeliveryClaims claims,
        Deliveries deliveries,
        Sweep sweep,
        DeliveryGate gate,
        Weight weight,
        CircuitBreaker localCircuit,
        HttpContact contact,
        BundleRequestProcessor request,
        BundleResponseProcessor response,
        Spans spans,
        Clock clock,
        RandomGenerator random) {
    /** What the circuits of NiFi are called, the shared one and our own. */
    static final String CIRCUIT = "aggregator-nifi";

    /** The redrive of deliveries stands one higher: what is given up earlier is parked by its attempts. */
    private static final int RECEIVES_OF_DELIVERIES = 999;

    /** Puts them together. */
    public static AggregatorParts of(Lake lake, AggregatorSettings settings, Path spoolDirectory) {
        Clock clock = lake.clock();
        BundleLedger ledger = ledger(lake, settings);
        SharedCircuit circuit = circuit(lake, settings);
        Arrivals arrivals = new Arrivals(settings, lake.meter());
        Planning planning = new Planning(settings, ledger, lake.lease(), lake.meter(), clock);
        DeliveryGate gate = new DeliveryGate(circuit, clock);
        DeliveryWaits waits = new DeliveryWaits(settings.retryDelay(), lake.random());
        NifiCredentials credentials =
                new NifiCredentials(lake.secrets(), settings.nifi().secret());
        return new AggregatorParts(
                settings,
                new Bundling(
                        settings,
                        arrivals,
                        planning,
                        new BundleMaker(lake.reader(), lake.workers(), spoolDirectory),
                        new Archiving(lake.objects(), settings.archiveBucket(), spoolDirectory),
                        lake.queues(),
                        lake.spans(),
                        lake.meter()),
                new Settling(
                        new EventSettling("aggregator-bundle", settings.retryDelay(), lake.parking()), lake.meter()),
                new DeliveryClaims(settings, ledger, circuit, gate, waits, lake.meter(), clock),
                new Deliveries(
                        settings,
                        lake.objects(),
                        circuit,
                        waits,
                        lake.parking().after(RECEIVES_OF_DELIVERIES),
                        lake.meter(),
                        clock),
                new Sweep(
                        settings,
                        ledger,
                        planning,
                        circuit,
                        lake.queues(),
                        lake.spans(),
                        lake.lease(),
                        lake.meter(),
                        clock),
                gate,
                arrivals::bytes,
                LocalCircuit.of(
                        CIRCUIT,
                        settings.circuit().failureThreshold(),
                        settings.circuit().cooldown(),
                        clock),
                HttpContact.sending(
                        "aggregator-http",
                        settings.nifi().connectTimeout(),
                        settings.nifi().timeout(),
                        credentials),
                new BundleRequestProcessor(credentials, settings.nifi().timeout(), clock),
                new BundleResponseProcessor(credentials, lake.meter(), clock),
                lake.spans(),
                clock,
                lake.random());
    }

    static BundleLedger ledger(Lake lake, AggregatorSettings settings) {
        return new BundleLedger(
                lake.tables().leases(settings.table(), settings.ttlAttribute(), settings.kept()), lake.clock());
    }

    static SharedCircuit circuit(Lake lake, AggregatorSettings settings) {
        return lake.tables().circuit(settings.circuit().table(), CIRCUIT, rules(settings));
    }

    private static CircuitRules rules(AggregatorSettings settings) {
        AggregatorSettings.Circuit circuit = settings.circuit();
        return new CircuitRules(
                new TripRule.Consecutive(circuit.failureThreshold()),
                circuit.cooldown(),
                circuit.cooldownCap(),
                settings.leaseOfDelivery());
    }
}
