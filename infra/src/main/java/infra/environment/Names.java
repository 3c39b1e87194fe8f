package infra.environment;

import java.util.LinkedHashMap;
import java.util.Map;

/** The product's keys that name what is deployed here. */
final class Names {
    private Names() {}

    static Map<String, String> of(Naming naming, Environment environment, Map<String, String> known) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("lake.environment", environment.name());
        names.put("lake.log-level", environment.watching().logLevel());
        names.put("lake.runs-table", naming.of(known.get("lake.runs-table")));

        names.put("ingest.raw-bucket", naming.bucket("lake-raw"));
        for (String source : known.getOrDefault("ingest.sources", "").split(",")) {
            if (!source.isBlank()) {
                names.put("ingest.sources." + source.trim() + ".queue", naming.of("ingest-" + source.trim()));
            }
        }

        names.put("aggregator.landing-bucket", naming.bucket("lake-landing"));
        names.put("aggregator.archive-bucket", naming.bucket("lake-archive"));
        names.put("aggregator.dlq-retention", environment.deadLetterRetention().toDays() + "d");
        for (String key : new String[] {
            "aggregator.events-queue",
            "aggregator.deliveries-queue",
            "aggregator.idempotency-table",
            "aggregator.circuit-table",
            "export.events-queue",
            "eventlog.events-queue",
            "eventlog.table",
            "flights.raw-events-queue",
            "flights.processed-events-queue",
            "flights.executions-table",
            "flights.circuit-table"
        }) {
            names.put(key, naming.of(known.get(key)));
        }

        names.put("export.athena-database", naming.database(known.get("export.athena-database")));
        names.put("export.athena-workgroup", naming.workgroup("export"));
        names.put("export.athena-output", naming.bucket("lake-results"));
        names.put("export.results-bucket", naming.bucket("lake-results"));
        names.put("export.bucket", naming.bucket("lake-processed"));
        names.put("export.api-secret", resolved(known.get("export.api-secret"), environment));
        names.put("export.http-key-secret", resolved(known.get("export.http-key-secret"), environment));
        // A function is asked by its gateway alone, and the gateway has asked who the caller is.
        names.put("export.http-authorisation", environment.runtime() == Runtime.LAMBDA ? "none" : "api-key");

        names.put("eventlog.source-bucket", naming.bucket("lake-events"));
        names.put("eventlog.checkpoint-bucket", naming.bucket("lake-processed"));
        names.put("eventlog.prefix", environment.name() + "/");

        names.put("flights.raw-bucket", naming.bucket("lake-raw"));
        names.put("flights.processed-bucket", naming.bucket("lake-processed"));
        names.put("flights.alerts-topic", naming.topicArn(naming.of("lake-alerts")));
        return names;
    }

    private static String resolved(String value, Environment environment) {
        return value.replace("${lake.environment}", environment.name());
    }
}
