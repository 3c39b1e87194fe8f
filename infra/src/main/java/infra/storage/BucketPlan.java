package infra.storage;

import infra.environment.Deployment;
import infra.environment.Environment;
import java.util.ArrayList;
import java.util.List;

/**
 * A bucket of the lake.
 *
 * @param id in the template
 * @param name of the bucket
 * @param ends what becomes of its objects
 * @param notices what it tells which queue
 */
record BucketPlan(String id, String name, List<End> ends, List<Notice> notices) {
    private static final int RAW_DAYS = 90;
    private static final int PROCESSED_DAYS = 365;
    private static final int RESULTS_DAYS = 30;
    private static final int LANDING_DAYS = 7;
    private static final int ARCHIVE_DAYS = 30;

    /**
     * What becomes of objects below a prefix after some days.
     *
     * @param frozen moved to Deep Archive; else removed
     */
    record End(String prefix, int days, boolean frozen) {
        static End removed(String prefix, int days) {
            return new End(prefix, days, false);
        }
    }

    /** New objects with this prefix and suffix are told to the queue. */
    record Notice(String queue, String prefix, String suffix) {}

    static List<BucketPlan> of(Deployment deployment) {
        Environment environment = deployment.environment();
        List<BucketPlan> plans = new ArrayList<>();
        plans.add(new BucketPlan(
                "Landing",
                deployment.get("aggregator.landing-bucket"),
                List.of(End.removed("", LANDING_DAYS)),
                List.of(new Notice(
                        deployment.get("aggregator.events-queue"), deployment.get("aggregator.prefix"), ""))));
        plans.add(new BucketPlan(
                "Raw",
                deployment.get("ingest.raw-bucket"),
                List.of(End.removed("raw/", RAW_DAYS), End.removed("year=", RAW_DAYS)),
                List.of(new Notice(deployment.get("flights.raw-events-queue"), "year=", ".json.gz"))));
        // Checkpoints and tables of the silver zone are the present state of something: they have no end.
        plans.add(new BucketPlan(
                "Processed",
                deployment.get("export.bucket"),
                List.of(
                        End.removed("year=", PROCESSED_DAYS),
                        End.removed("rejected/", PROCESSED_DAYS),
                        End.removed("quality/", PROCESSED_DAYS),
                        End.removed("quarantine/", PROCESSED_DAYS)),
                List.of(
                        new Notice(deployment.get("flights.processed-events-queue"), "year=", ".parquet"),
                        new Notice(deployment.get("export.events-queue"), "silver/", ".parquet"))));
        plans.add(new BucketPlan(
                "Archive",
                deployment.get("aggregator.archive-bucket"),
                List.of(new End("bundles/", ARCHIVE_DAYS, true)),
                List.of()));
        // Batches that could not be sent lie below failed/ until somebody has sent them.
        plans.add(new BucketPlan(
                "Results",
                deployment.get("export.athena-output"),
                List.of(End.removed("athena/", RESULTS_DAYS), End.removed("workgroups/", RESULTS_DAYS)),
                List.of()));
        plans.add(new BucketPlan(
                "Events",
                deployment.get("eventlog.source-bucket"),
                List.of(),
                List.of(new Notice(deployment.get("eventlog.events-queue"), environment.name() + "/log-", ".json"))));
        return plans;
    }
}
