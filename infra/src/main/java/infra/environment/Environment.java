package infra.environment;

import infra.product.Step;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One place to which everything is deployed, and every switch.
 *
 * @param name small letters and digits: it begins names of tables, and prefixes of event files
 * @param region of everything
 * @param runtime where pipelines run
 * @param shapes how large functions are, all of them
 * @param watching logs, traces, alarms, dashboards
 * @param schedules what clocks start
 * @param release how new code reaches its callers
 * @param quality what flights have to come up to
 * @param callers who may ask for an export over HTTP
 * @param analysts who may look at what
 * @param deadLetterRetention how long dead-letter queues keep a message, 14 days at most
 * @param network the VPC of the functions; empty: none
 * @param dataKey ARN of a KMS key for buckets and tables that is there already; empty: one is made
 * @param cluster where a process runs; needed for {@link Runtime#KUBERNETES}
 * @param kept whether buckets, tables and keys stay when their stack goes
 * @param tags of everything
 */
public record Environment(
        String name,
        String region,
        Runtime runtime,
        Map<Step, Shape> shapes,
        Watching watching,
        Schedules schedules,
        Release release,
        Quality quality,
        Callers callers,
        Analysts analysts,
        Duration deadLetterRetention,
        Optional<Network> network,
        Optional<String> dataKey,
        Optional<Cluster> cluster,
        boolean kept,
        Map<String, String> tags) {
    public Environment {
        shapes = Map.copyOf(shapes);
        tags = Map.copyOf(tags);
        if (!name.matches("[a-z][a-z0-9]{1,11}")) {
            throw new IllegalArgumentException("environment is '" + name
                    + "', expected 2 to 12 small letters and digits: a dash would lead keys to no table");
        }
        if (!region.matches("[a-z]{2}(-[a-z]+)+-\\d")) {
            throw new IllegalArgumentException("region is '" + region + "', expected one such as eu-west-1");
        }
        if (deadLetterRetention.toDays() < 1 || deadLetterRetention.toDays() > 14) {
            throw new IllegalArgumentException("retention of dead letters is " + deadLetterRetention.toDays()
                    + " days, expected 1 to 14, which is the most that SQS allows");
        }
        if (runtime == Runtime.KUBERNETES && cluster.isEmpty()) {
            throw new IllegalArgumentException(
                    "cluster of environment " + name + " is missing, expected one: pods " + "get their roles there");
        }
        for (Step step : Step.values()) {
            if (!shapes.containsKey(step)) {
                throw new IllegalArgumentException("shape of " + step.title() + " is missing, expected one each");
            }
        }
    }

    /** How large a function is, with what the release says about cold starts. */
    public Shape shape(Step step) {
        Shape shape = shapes.get(step);
        if (shape.start() instanceof Start.Warm) {
            return release.warm() ? shape : shape.with(new Start.Plain());
        }
        boolean small = shape.disk() == Shape.USUAL_DISK;
        return shape.with(release.snapshots() && small ? new Start.Snapshot() : new Start.Plain());
    }

    /** Whether it is the emulator on this machine, where names are bare. */
    public boolean isLocal() {
        return name.equals("local");
    }
}
