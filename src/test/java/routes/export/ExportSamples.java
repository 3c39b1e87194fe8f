package routes.export;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import routes.settings.Settings;
import routes.settings.SettingsSources;

/** A pipeline with a plain table, an Iceberg table, and what events tell it. */
final class ExportSamples {
    static final Instant AT = Instant.parse("2026-11-20T09:00:00Z");
    static final String CUSTOMERS = "dev_customers_silver";
    static final String ORDERS = "dev_orders_gold";

    private static final Map<String, String> LEAST = Map.of(
            "LAKE_ENVIRONMENT", "dev",
            "EXPORT_TABLES", CUSTOMERS + ", " + ORDERS,
            "EXPORT_TABLES_DEV_CUSTOMERS_SILVER_COLUMNS",
                    "customer_id:bigint, region:varchar, balance:decimal(12,2), processed_timestamp:timestamp",
            "EXPORT_TABLES_DEV_ORDERS_GOLD_COLUMNS", "id:bigint,processed_timestamp:date",
            "EXPORT_TABLES_DEV_ORDERS_GOLD_ICEBERG", "true",
            "EXPORT_ATHENA_OUTPUT", "lake-results",
            "EXPORT_BUCKET", "lake-processed",
            "EXPORT_API_HOSTS", "api.example.com");

    private ExportSamples() {}

    /** Settings by their variables, over the least that is needed. */
    static Settings unchecked(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.putAll(more);
        return SettingsSources.load(Optional.empty(), environment, new Properties());
    }

    static ExportSettings settings(Map<String, String> more) {
        Settings settings = unchecked(more);
        ExportSettings read = ExportSettings.read(settings);
        settings.check();
        return read;
    }

    static ExportEvents events(Map<String, String> more) {
        return new ExportEvents(settings(more));
    }

    static ExportTable table(String name) {
        return settings(Map.of()).tables().get(name);
    }
}
