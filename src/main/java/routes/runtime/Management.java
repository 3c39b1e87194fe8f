package routes.runtime;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Properties;
import org.apache.camel.main.Main;
import routes.observe.Meter;
import routes.observe.MicrometerMeter;

/**
 * What a process tells about itself over HTTP: {@code /observe/health/live} (it runs), {@code /observe/health/ready} (its
 * queues and its ledger answer), {@code /observe/metrics} (the pipelines' numbers and Camel's, for Prometheus).
 */
public final class Management {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Meter meter = new MicrometerMeter(registry);

    /** Where the pipelines' numbers go, so that they are seen here. */
    public Meter meter() {
        return meter;
    }

    void addTo(Main main, Properties values, Assembly assembly) {
        LakeSettings.Management where = assembly.lakeSettings().management();
        if (where.port() == 0) {
            return;
        }
        main.bind("metricsRegistry", registry);
        main.bind("ledgerHealth", new LedgerHealth(assembly.lake().ledger()));
        values.put("camel.management.enabled", "true");
        values.put("camel.management.host", where.host());
        values.put("camel.management.port", Integer.toString(where.port()));
        values.put("camel.management.healthCheckEnabled", "true");
        values.put("camel.management.metricsEnabled", "true");
        values.put("camel.metrics.enabled", "true");
        values.put("camel.metrics.enableExchangeEventNotifier", "false");
        values.put("camel.metrics.binders", "jvm-memory,jvm-gc,processor");
        values.put("camel.health.exposureLevel", "full");
    }
}
