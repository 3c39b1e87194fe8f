package deployed;

import deployed.Smoke.Wishes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/smoke <environment>}: 0 when all is well, 1 when something is not, 2 when it was asked for wrongly. */
@Command(
        name = "smoke",
        mixinStandardHelpOptions = true,
        description = {
            "Looks whether what was deployed is there and answers.",
            "Calls functions with events that change nothing, looks at the queues, asks the API, and puts one object into "
                    + "the landing bucket, which NiFi gets in a bundle."
        })
public final class SmokeCommand implements Callable<Integer> {
    @Mixin
    private final Choice choice = new Choice();

    @Option(names = "--qualifier", description = "The alias that is called; default: LIVE.")
    private String qualifier = "LIVE";

    @Option(
            names = "--export",
            paramLabel = "<query>",
            description = "Make this export for true, such as table=dev_customers_silver&limit=1.")
    private Optional<String> export = Optional.empty();

    @Option(names = "--no-object", description = "Put no object into the landing bucket.")
    private boolean noObject;

    private SmokeCommand() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return Complaint.instead(new CommandLine(new SmokeCommand()));
    }

    @Override
    public Integer call() throws Exception {
        Wishes wishes = new Wishes(
                qualifier, export, Optional.ofNullable(System.getenv("SMOKE_TOKEN")), !noObject, choice.patience());
        List<Finding> findings = new ArrayList<>();
        try (Ends ends = choice.ends()) {
            new Smoke(choice.outputs(), ends, wishes).look(finding -> {
                findings.add(finding);
                System.out.println(finding);
            });
        }
        long wrong = findings.stream().filter(finding -> !finding.good()).count();
        System.out.printf("%d looked at, %d wrong%n", findings.size(), wrong);
        return wrong == 0 && !findings.isEmpty() ? 0 : 1;
    }
}
