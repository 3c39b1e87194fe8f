package infra.product;

import java.util.Arrays;
import java.util.List;

/** The five pipelines. */
public enum Pipeline {
    INGEST,
    AGGREGATOR,
    EXPORT,
    EVENTLOG,
    FLIGHTS;

    /** As it is called in keys, metrics and names. */
    public String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Where its numbers are in CloudWatch. */
    public String namespace() {
        return "LakeRoutes/" + title();
    }

    /** The steps that it opens to the outside. */
    public List<Step> steps() {
        return Arrays.stream(Step.values())
                .filter(step -> step.pipeline() == this)
                .toList();
    }
}
