package deployed;

import java.util.Map;
import java.util.Optional;

/**
 * What a function may be asked in any environment without an effect.
 *
 * @param event empty: it is not run; Lambda says whether it is there and may be called
 * @param answer what a sound function's answer holds
 */
record Probe(Optional<String> event, String answer) {
    private static final String TEST_EVENT =
            "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"smoke\",\"RequestId\":\"smoke\"}";
    private static final String NOTHING_FAILED = "\"batchItemFailures\":[]";
    private static final String REQUEST = """
            {"version":"2.0","rawPath":"/openapi.json","rawQueryString":"","headers":{},"requestContext":\
            {"requestId":"smoke","timeEpoch":1718445600000,"http":{"method":"GET","path":"/openapi.json"}}}""";

    /** Any of its events would cost something outside: a page of a source, a POST to NiFi, credits, a whole listing. */
    private static final Probe NOT_RUN = new Probe(Optional.empty(), "");

    private static final Map<String, Probe> ALL = Map.ofEntries(
            Map.entry("ingest-trigger", of("{\"from\":\"2024-02-29\",\"dry_run\":true}", "\"dry-run\"")),
            Map.entry("ingest-fetch", NOT_RUN),
            Map.entry("aggregator-bundle", of(batch("aggregator-events"), NOTHING_FAILED)),
            Map.entry("aggregator-deliver", NOT_RUN),
            Map.entry("aggregator-sweep", of("{}", "\"enqueued\"")),
            Map.entry("export-trigger", of(TEST_EVENT, "{")),
            Map.entry("export-request", of(batch("export-events"), NOTHING_FAILED)),
            Map.entry("export-answer", of(REQUEST, "\"statusCode\":200")),
            Map.entry("eventlog-collect", of(batch("eventlog-events"), NOTHING_FAILED)),
            Map.entry("eventlog-trigger", NOT_RUN),
            Map.entry("flights-fetch", NOT_RUN),
            Map.entry("flights-convert", of(batch("flights-raw-events"), NOTHING_FAILED)),
            Map.entry("flights-validate", of(batch("flights-processed-events"), NOTHING_FAILED)));

    /** Of a step; one that nobody has thought of yet is not run. */
    static Probe of(String step) {
        return ALL.getOrDefault(step, NOT_RUN);
    }

    static boolean knows(String step) {
        return ALL.containsKey(step);
    }

    private static Probe of(String event, String answer) {
        return new Probe(Optional.of(event), answer);
    }

    /** One message: the one by which S3 says that a notification was set up. It tells of no object. */
    private static String batch(String queue) {
        return "{\"Records\":[{\"messageId\":\"smoke\",\"receiptHandle\":\"smoke\",\"body\":\""
                + TEST_EVENT.replace("\"", "\\\"") + "\",\"attributes\":{\"ApproximateReceiveCount\":\"1\"},"
                + "\"messageAttributes\":{},\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"arn:aws:sqs:::" + queue
                + "\"}]}";
    }
}
