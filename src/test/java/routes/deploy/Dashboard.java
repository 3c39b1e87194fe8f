package routes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Grafana and Prometheus of docker-compose.yml ask for. */
final class Dashboard {
    static final Path COMPOSE = Path.of("deploy/compose");
    private static final Pattern METRIC = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?!\\w*\\s*\\()");
    private static final Set<String> WORDS = Set.of("or", "and", "unless", "offset", "by", "on");

    /** Metrics of Prometheus itself, of Camel and of the JVM. */
    private static final Set<String> OF_OTHERS = Set.of(
            "up",
            "camel_exchanges_failed_total",
            "camel_exchanges_succeeded_total",
            "jvm_memory_used_bytes",
            "process_cpu_usage");

    /** What a run without failures does not show. */
    private static final Set<String> ONLY_IN_BAD_TIMES = Set.of("up", "CircuitBreakerOpen_total", "failures_total");

    private Dashboard() {}

    static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(Files.readString(COMPOSE.resolve("grafana/dashboards/lake-routes.json")));
        } catch (IOException e) {
            throw new UncheckedIOException("the dashboard cannot be read", e);
        }
    }

    /** Every query of a dashboard. */
    static List<String> queries(JsonNode dashboard) {
        List<String> queries = new ArrayList<>();
        dashboard
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(target -> queries.add(target.path("expr").asText())));
        return queries;
    }

    /** Every condition of Prometheus' rules. */
    static List<String> conditions(JsonNode rules) {
        List<String> conditions = new ArrayList<>();
        rules.path("groups")
                .forEach(group -> group.path("rules")
                        .forEach(rule -> conditions.add(rule.path("expr").asText())));
        return conditions;
    }

    /** Names of the metrics of a query. */
    static Set<String> metrics(String query) {
        String bare = query.replaceAll("\\{[^}]*}", "")
                .replaceAll("\\[[^]]*]", "")
                .replaceAll("\\b(by|on)\\s*\\([^)]*\\)", "")
                .replaceAll("\\b\\d+[smhd]?\\b", "");
        Set<String> metrics = METRIC.matcher(bare)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
        metrics.removeAll(WORDS);
        return metrics;
    }

    /** The metrics of these queries that nobody emits. */
    static Set<String> unknown(List<String> queries) {
        return metrics(queries).stream()
                .filter(metric -> !OF_OTHERS.contains(metric) && !Program.emits(metric))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The metrics of the dashboard that are not in what a process has told, though nothing has failed. */
    static Set<String> missing(String told) {
        Set<String> there =
                told.lines().map(line -> line.replaceFirst("[{ ].*", "")).collect(Collectors.toSet());
        return metrics(queries(read())).stream()
                .filter(metric -> !ONLY_IN_BAD_TIMES.contains(metric) && !there.contains(metric))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> metrics(List<String> queries) {
        return queries.stream().flatMap(query -> metrics(query).stream()).collect(Collectors.toSet());
    }
}
