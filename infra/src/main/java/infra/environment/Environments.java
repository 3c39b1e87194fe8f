package infra.environment;

import infra.product.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The five environments. What belongs to a company (addresses, sources, tables) stands in {@code
 * environments/<name>.properties}.
 */
public final class Environments {
    private static final String REGION = "eu-west-1";

    private Environments() {}

    /** An emulator on this machine, by the names of the local run; it knows neither CodeDeploy nor Insights. */
    public static Environment local() {
        return new Draft("local", "us-east-1")
                .with(new Watching("DEBUG", 1, false, Optional.empty(), false, true, false, Optional.empty()))
                .with(new Release(false, false, false, false))
                .kept(false)
                .cluster(Optional.of(new Cluster("local", "lake-routes", "lake-routes")))
                .done();
    }

    /** Where one tries things: talkative, quick to change, gone without a trace. */
    public static Environment dev() {
        return new Draft("dev", REGION)
                .with(new Watching("DEBUG", 7, true, Optional.empty(), false, true, true, Optional.empty()))
                .with(new Release(true, false, false, false))
                .kept(false)
                .cluster(Optional.of(new Cluster("lake-dev", "lake-routes", "lake-routes")))
                .done();
    }

    /** Where tests start everything by hand. */
    public static Environment test() {
        return new Draft("test", REGION)
                .with(new Watching("INFO", 7, true, Optional.empty(), false, true, false, Optional.empty()))
                .with(Schedules.usual().off())
                .with(new Release(true, false, false, false))
                .deadLettersFor(Duration.ofDays(4))
                .kept(false)
                .cluster(Optional.of(new Cluster("lake-test", "lake-routes", "lake-routes")))
                .done();
    }

    /** As production, with snapshots in place of warm processes. */
    public static Environment staging() {
        return new Draft("staging", REGION)
                .with(new Watching(
                        "INFO", 30, true, Optional.empty(), true, true, true, Optional.of("lake-staging@example.com")))
                .with(new Release(true, true, true, false))
                .cluster(Optional.of(new Cluster("lake-staging", "lake-routes", "lake-routes")))
                .done();
    }

    /** What counts. */
    public static Environment prod() {
        return new Draft("prod", REGION)
                .with(new Watching(
                        "INFO", 30, true, Optional.empty(), true, true, true, Optional.of("lake-alerts@example.com")))
                .with(new Release(true, true, false, true))
                .with(Step.FLIGHTS_FETCH, Shapes.usual().get(Step.FLIGHTS_FETCH).with(new Start.Warm(2)))
                .cluster(Optional.of(new Cluster("lake-prod", "lake-routes", "lake-routes")))
                .done();
    }

    public static List<Environment> all() {
        return List.of(local(), dev(), test(), staging(), prod());
    }

    public static Environment named(String name) {
        return all().stream()
                .filter(environment -> environment.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("environment is '" + name + "', expected one of "
                        + all().stream().map(Environment::name).toList()));
    }
}
