package infra.environment;

import infra.product.Step;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An environment in the making: the careful choice for everything that is not said. */
public final class Draft {
    private final String name;
    private final String region;
    private final Map<Step, Shape> shapes = new EnumMap<>(Shapes.usual());
    private final Map<String, String> tags = new LinkedHashMap<>();
    private Runtime runtime = Runtime.LAMBDA;
    private Watching watching = new Watching("INFO", 30, true, Optional.empty(), true, true, true, Optional.empty());
    private Schedules schedules = Schedules.usual();
    private Release release = new Release(true, true, false, false);
    private Quality quality = Quality.usual();
    private Callers callers = new Callers.Signed();
    private Analysts analysts =
            new Analysts(false, List.of("first_name", "last_name", "email", "ptid"), "true", 100_000_000_000L);
    private Duration deadLetterRetention = Duration.ofDays(14);
    private Optional<Network> network = Optional.empty();
    private Optional<String> dataKey = Optional.empty();
    private Optional<Cluster> cluster = Optional.empty();
    private boolean kept = true;

    Draft(String name, String region) {
        this.name = name;
        this.region = region;
        tags.put("project", "lake-routes");
        tags.put("environment", name);
    }

    /** One that begins as the other is. */
    public static Draft of(Environment environment) {
        Draft draft = new Draft(environment.name(), environment.region());
        draft.shapes.putAll(environment.shapes());
        draft.tags.putAll(environment.tags());
        return draft.with(environment.runtime())
                .with(environment.watching())
                .with(environment.schedules())
                .with(environment.release())
                .with(environment.quality())
                .with(environment.callers())
                .with(environment.analysts())
                .deadLettersFor(environment.deadLetterRetention())
                .in(environment.network())
                .dataKey(environment.dataKey())
                .cluster(environment.cluster())
                .kept(environment.kept());
    }

    public Draft with(Runtime other) {
        runtime = other;
        return this;
    }

    public Draft with(Step step, Shape shape) {
        shapes.put(step, shape);
        return this;
    }

    public Draft with(Watching other) {
        watching = other;
        return this;
    }

    public Draft with(Schedules other) {
        schedules = other;
        return this;
    }

    public Draft with(Release other) {
        release = other;
        return this;
    }

    public Draft with(Quality other) {
        quality = other;
        return this;
    }

    public Draft with(Callers other) {
        callers = other;
        return this;
    }

    public Draft with(Analysts other) {
        analysts = other;
        return this;
    }

    public Draft deadLettersFor(Duration time) {
        deadLetterRetention = time;
        return this;
    }

    public Draft in(Optional<Network> other) {
        network = other;
        return this;
    }

    public Draft dataKey(Optional<String> arn) {
        dataKey = arn;
        return this;
    }

    public Draft cluster(Optional<Cluster> other) {
        cluster = other;
        return this;
    }

    public Draft kept(boolean stays) {
        kept = stays;
        return this;
    }

    public Draft tag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    public Environment done() {
        return new Environment(
                name,
                region,
                runtime,
                shapes,
                watching,
                schedules,
                release,
                quality,
                callers,
                analysts,
                deadLetterRetention,
                network,
                dataKey,
                cluster,
                kept,
                tags);
    }
}
