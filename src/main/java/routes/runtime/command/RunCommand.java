package routes.runtime.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import routes.runtime.Assembly;
import routes.runtime.CamelApplication;
import routes.runtime.Management;
import routes.settings.Settings;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Runs the pipelines with their doors until it is told to stop. */
@Command(
        name = "run",
        description = {
            "Runs the pipelines until Ctrl-C.",
            "On Ctrl-C or SIGTERM it takes nothing new in hand, finishes what it has, and exits with 0. Health and metrics "
                    + "are at /observe/health and /observe/metrics of lake.management-port."
        },
        footer = {
            "",
            "Examples:",
            "  lake-routes run",
            "  lake-routes run --pipelines ingest --config production.properties",
            "  lake-routes run --until-idle 30s"
        })
final class RunCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--pipelines",
            split = ",",
            paramLabel = "<name>",
            description = "Only these, separated by commas; default: those that lake.pipelines names.")
    private List<String> pipelines = new ArrayList<>();

    @Option(
            names = "--until-idle",
            paramLabel = "<duration>",
            converter = Converters.Time.class,
            description = "Stop when no message has been in hand and no timer has fired for that long, such as 30s.")
    private @Nullable Duration untilIdle;

    RunCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        NativeCrypto.install();
        Management management = new Management();
        Settings settings = session.settings(
                pipelines.isEmpty() ? Map.of() : Map.of("lake.pipelines", String.join(",", pipelines)));
        Assembly assembly = session.assembly(settings, management.meter(), false);
        checkIdleTime(assembly);
        findQueues(assembly);
        Idleness idleness = new Idleness();
        CamelApplication application = CamelApplication.withDoors(assembly, management, idleness);
        application.start();
        try (GracefulStop stop = new GracefulStop(application)) {
            return stop.when(idleness, Optional.ofNullable(untilIdle));
        }
    }

    private void checkIdleTime(Assembly assembly) {
        Duration lease = assembly.lakeSettings().lease();
        if (untilIdle != null && untilIdle.compareTo(lease) >= 0) {
            throw CommandFailure.usage("--until-idle is " + untilIdle + ", expected below lake.lease (" + lease
                    + "): a timer fires once a lease");
        }
    }

    private static void findQueues(Assembly assembly) {
        assembly.plans().values().stream()
                .flatMap(plan -> plan.queues().stream())
                .forEach(queue -> {
                    try {
                        assembly.lake().queues().url(queue);
                    } catch (QueueDoesNotExistException e) {
                        throw CommandFailure.failed("queue '" + queue + "' does not exist, expected it in region "
                                + assembly.lakeSettings().region());
                    }
                });
    }
}
