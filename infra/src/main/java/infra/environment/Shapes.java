package infra.environment;

import infra.product.Step;
import java.util.EnumMap;
import java.util.Map;

/** How large each function is, unless its environment says otherwise. Starting points: none was measured on AWS. */
final class Shapes {
    /**
     * A bundle may hold one object of aggregator.max-object-bytes (5 GiB), and that lies on disk before it is archived.
     */
    private static final int BUNDLE_DISK = 6_144;

    /** The old checkpoint and the merged one, and sorted runs of new events. */
    private static final int CHECKPOINT_DISK = 8_192;

    private Shapes() {}

    static Map<Step, Shape> usual() {
        Map<Step, Shape> shapes = new EnumMap<>(Step.class);
        shapes.put(Step.INGEST_TRIGGER, Shape.of(256, 60));
        shapes.put(Step.INGEST_FETCH, Shape.of(512, 180));
        shapes.put(Step.AGGREGATOR_BUNDLE, Shape.of(512, 180).withDisk(BUNDLE_DISK));
        shapes.put(Step.AGGREGATOR_DELIVER, Shape.of(512, 60));
        shapes.put(Step.AGGREGATOR_SWEEP, Shape.of(512, 300).withDisk(BUNDLE_DISK));
        shapes.put(Step.EXPORT_TRIGGER, Shape.of(1024, 300));
        shapes.put(Step.EXPORT_REQUEST, Shape.of(1024, 300));
        // Behind API Gateway, which hangs up after 30 s; what takes longer goes on from the queue.
        shapes.put(Step.EXPORT_ANSWER, Shape.of(1024, 30));
        shapes.put(Step.EVENTLOG_COLLECT, Shape.of(3008, 900).withDisk(CHECKPOINT_DISK));
        shapes.put(Step.EVENTLOG_TRIGGER, Shape.of(3008, 900).withDisk(CHECKPOINT_DISK));
        shapes.put(Step.FLIGHTS_FETCH, Shape.of(512, 60).withReserved(10));
        shapes.put(Step.FLIGHTS_CONVERT, Shape.of(1024, 120));
        shapes.put(Step.FLIGHTS_VALIDATE, Shape.of(512, 60));
        return shapes;
    }
}
