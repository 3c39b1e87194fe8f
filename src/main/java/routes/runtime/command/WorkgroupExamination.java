package routes.runtime.command;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.WorkGroup;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;

/** Whether a workgroup of Athena runs queries and leaves their results in S3; what is wrong is thrown, with what to do. */
final class WorkgroupExamination {
    private final Supplier<AthenaClient> athena;

    WorkgroupExamination(Supplier<AthenaClient> athena) {
        this.athena = athena;
    }

    /** Its state, and where it puts results if it asks nobody. */
    String look(String workgroup) {
        WorkGroup there =
                athena.get().getWorkGroup(get -> get.workGroup(workgroup)).workGroup();
        if (there.state() != WorkGroupState.ENABLED) {
            throw new IllegalStateException("is " + there.stateAsString() + ", expected ENABLED: no query runs in it");
        }
        WorkGroupConfiguration configuration = there.configuration();
        if (configuration == null) {
            return "ENABLED";
        }
        if (keepsResults(configuration)) {
            throw new IllegalStateException(
                    "keeps results for itself: switch managed query results off, they are read from S3");
        }
        String output = output(configuration);
        boolean enforces = Boolean.TRUE.equals(configuration.enforceWorkGroupConfiguration()) && output != null;
        return enforces ? "ENABLED, puts results into " + output + " whatever is configured here" : "ENABLED";
    }

    private static boolean keepsResults(WorkGroupConfiguration configuration) {
        return configuration.managedQueryResultsConfiguration() != null
                && Boolean.TRUE.equals(
                        configuration.managedQueryResultsConfiguration().enabled());
    }

    private static @Nullable String output(WorkGroupConfiguration configuration) {
        return configuration.resultConfiguration() == null
                ? null
                : configuration.resultConfiguration().outputLocation();
    }
}
