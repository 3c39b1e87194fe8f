package infra.observability;

import java.util.Map;

/** Where the flights pipeline reports, which is told by its specification: namespaces of their own. */
public final class FlightsMetrics {
    public static final String QUALITY = "FlightDataPipeline/Quality";
    public static final String SCORE = "OverallQualityScore";
    public static final String VALIDATED = "RecordsValidated";

    /** With which dimensions: none, as the source document's dashboards have them. */
    public static final Map<String, String> DIMENSIONS = Map.of();

    private FlightsMetrics() {}
}
