package infra.catalogue;

import infra.catalogue.LakeTable.Format;
import infra.environment.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables over what pipelines write, by zone. */
final class LakeTables {
    private static final String DATATYPES =
            "apoe,biomarker,dicom,enrollment,form,genetic-availability,gwas,imputation,scan-analysis";

    private static final String STATES = """
            snapshot_time timestamp, icao24 string, callsign string, origin_country string, time_position timestamp,
            last_contact timestamp, longitude double, latitude double, baro_altitude_m double, baro_altitude_ft double,
            on_ground boolean, velocity_ms double, velocity_knots double, true_track double, vertical_rate_ms double,
            vertical_rate_fpm double, sensors array<int>, geo_altitude_m double, geo_altitude_ft double, squawk string,
            spi boolean, position_source int, category int, has_position boolean, has_altitude boolean,
            has_velocity boolean, altitude_category string, speed_category string, estimated_phase string,
            completeness_score double, callsign_normalized string, airline_code string, region string,
            fetched_at timestamp""";

    private static final String EVENTS = """
            action string, pipeline_adcid int, project_label string, center_label string, gear_name string, ptid string,
            visit_date string, visit_number string, module string, packet string, timestamp timestamp,
            source_key string, source_etag string""";

    private static final String CHECKS = """
            timestamp string, total_records bigint, total_checks int, passed_checks int, failed_checks int,
            overall_score double, quality_grade string, passed_threshold boolean,
            individual_results array<struct<check:string,score:double,threshold:double,passed:boolean>>""";

    private final Deployment deployment;

    LakeTables(Deployment deployment) {
        this.deployment = deployment;
    }

    /** What came in, as it came. */
    List<LakeTable> raw() {
        String bucket = deployment.get("ingest.raw-bucket");
        Map<String, String> projection = new LinkedHashMap<>();
        projection.put("source.type", "enum");
        projection.put("source.values", String.join(",", deployment.list("ingest.sources")));
        projection.put("ingestion_date.type", "date");
        projection.put("ingestion_date.format", "yyyy-MM-dd");
        projection.put("ingestion_date.range", "2020-01-01,NOW");
        LakeTable pages = new LakeTable(
                "pages",
                "Pages of the sources, a line of the response a row; json_extract looks into it",
                bucket,
                "raw/",
                LakeTable.columns("page string"),
                LakeTable.columns("source string, ingestion_date string"),
                projection,
                "raw/source=${source}/ingestion_date=${ingestion_date}/",
                Format.LINES);
        LakeTable snapshots = new LakeTable(
                "flight_snapshots",
                "Answers of OpenSky, one a row; states are arrays of 17 or 18 values",
                deployment.get("flights.raw-bucket"),
                "",
                LakeTable.columns("time bigint, states array<array<string>>"),
                hours(),
                hourly(),
                hourPath(""),
                Format.JSON);
        return List.of(pages, snapshots);
    }

    /** What was made of it. */
    List<LakeTable> processed() {
        String bucket = deployment.get("flights.processed-bucket");
        LakeTable states = new LakeTable(
                "flight_states",
                "Aircraft of every snapshot, with what is derived of them",
                bucket,
                "",
                LakeTable.columns(STATES),
                hours(),
                hourly(),
                hourPath(""),
                Format.PARQUET);
        LakeTable quality = new LakeTable(
                "flight_quality",
                "Scores of every snapshot's checks",
                bucket,
                "quality/",
                LakeTable.columns(CHECKS),
                hours(),
                hourly(),
                hourPath("quality/"),
                Format.JSON);
        return List.of(states, quality, events());
    }

    /** Checkpoints of event logs. The files hold study and datatype as well; here their folders tell them. */
    private LakeTable events() {
        Map<String, String> projection = new LinkedHashMap<>();
        projection.put("study.type", "enum");
        projection.put("study.values", "adrc");
        projection.put("datatype.type", "enum");
        projection.put("datatype.values", DATATYPES);
        return new LakeTable(
                "visit_events",
                "Every state that a visit went through",
                deployment.get("eventlog.checkpoint-bucket"),
                "checkpoints/",
                LakeTable.columns(EVENTS),
                LakeTable.columns("study string, datatype string"),
                projection,
                "checkpoints/${study}/${datatype}/",
                Format.PARQUET);
    }

    /** Tables that may be exported, where they are files; those of Iceberg belong to whoever writes them. */
    List<LakeTable> silver() {
        List<LakeTable> tables = new ArrayList<>();
        for (String table : deployment.list("export.tables")) {
            String environment = deployment.environment().name();
            if (table.matches(environment + "_[a-z0-9]+_silver") && !isIceberg(table)) {
                String name = table.substring(environment.length() + 1, table.length() - "_silver".length());
                tables.add(new LakeTable(
                        table,
                        "Silver zone: " + name,
                        deployment.get("export.bucket"),
                        "silver/" + name + "/",
                        columns(table),
                        Map.of(),
                        Map.of(),
                        "silver/" + name + "/",
                        Format.PARQUET));
            }
        }
        return tables;
    }

    private boolean isIceberg(String table) {
        return deployment
                .of("export.tables", "export.table-default", table, "iceberg")
                .equals("true");
    }

    /** {@code name:varchar} as Athena's engine says it, {@code string} as the catalogue does. */
    private Map<String, String> columns(String table) {
        Map<String, String> columns = new LinkedHashMap<>();
        String text = deployment.of("export.tables", "export.table-default", table, "columns");
        for (String column : text.split(",(?![^(]*\\))")) {
            String[] parts = column.trim().split(":", 2);
            String type =
                    parts[1].replaceFirst("^varchar(\\(\\d+\\))?$", "string").replaceFirst("^integer$", "int");
            columns.put(parts[0], type.startsWith("timestamp") ? "timestamp" : type);
        }
        return columns;
    }

    private static Map<String, String> hours() {
        return LakeTable.columns("year string, month string, day string, hour string");
    }

    private static Map<String, String> hourly() {
        Map<String, String> projection = new LinkedHashMap<>();
        number(projection, "year", "2020,2050", 4);
        number(projection, "month", "1,12", 2);
        number(projection, "day", "1,31", 2);
        number(projection, "hour", "0,23", 2);
        return projection;
    }

    private static void number(Map<String, String> projection, String column, String range, int digits) {
        projection.put(column + ".type", "integer");
        projection.put(column + ".range", range);
        projection.put(column + ".digits", String.valueOf(digits));
    }

    private static String hourPath(String prefix) {
        return prefix + "year=${year}/month=${month}/day=${day}/hour=${hour}/";
    }
}
