package deployed;

import deployed.Load.Report;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/load <environment>}: 0 when everything got through, 1 when not, 2 when it was asked for wrongly. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Puts objects into the landing bucket, within bounds that have to be named, and waits until none waits any more.",
            "They are removed when none waits. Their bundles stay in the archive, and NiFi gets them."
        })
public final class LoadCommand implements Callable<Integer> {
    @Mixin
    private final Choice choice = new Choice();

    @Option(names = "--max-objects", required = true, description = "In all, 100,000 at most.")
    private int objects;

    @Option(names = "--rate", required = true, description = "Objects in a second, 200 at most.")
    private int rate;

    @Option(names = "--seconds", required = true, description = "Until the last one is put, 3,600 at most.")
    private int seconds;

    @Option(names = "--bytes", description = "Of each object, 1 MiB at most; default: 1024.")
    private int bytes = 1024;

    private LoadCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return Complaint.instead(new CommandLine(new LoadCommand()));
    }

    @Override
    public Integer call() throws Exception {
        Bounds bounds = new Bounds(objects, rate, Duration.ofSeconds(seconds), bytes);
        try (Ends ends = choice.ends()) {
            Report report = new Load(choice.outputs(), ends, bounds, choice.patience()).run();
            System.out.printf(
                    "put %d, refused %d, in %d s; queues empty after %d s more; waiting %d, parked %d%n",
                    report.put(),
                    report.refused(),
                    report.putting().toSeconds(),
                    report.draining().toSeconds(),
                    report.waiting(),
                    report.parked());
            return report.good() ? 0 : 1;
        }
    }
}
