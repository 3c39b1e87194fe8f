package routes.runtime.command;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code lake-routes}. */
@Command(
        name = "lake-routes",
        description = "Data lake pipelines on Apache Camel: runs them, and answers questions about them.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = LakeRoutes.Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well", "1:something failed", "2:wrong usage or configuration"})
public final class LakeRoutes implements Runnable {
    private static final int WIDTH = 110;

    @Mixin
    private final Session session;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private LakeRoutes(Session session) {
        this.session = session;
    }

    /** Runs one command in this process, and ends it with the command's exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(Console.ofProcess(), arguments));
    }

    /** Runs one command, and answers its exit code. */
    public static int execute(Console console, String... arguments) {
        return commandLine(new Session(console)).execute(arguments);
    }

    static CommandLine commandLine(Session session) {
        CommandLine line = new CommandLine(new LakeRoutes(session))
                .addSubcommand(new RunCommand(session))
                .addSubcommand(new CommandLine(new IngestCommand()).addSubcommand(new IngestPlanCommand(session)))
                .addSubcommand(new CommandLine(new AggregatorCommand())
                        .addSubcommand(new AggregatorRedeliverCommand(session))
                        .addSubcommand(new AggregatorSweepCommand(session)))
                .addSubcommand(new CommandLine(new ExportCommand())
                        .addSubcommand(new ExportRunCommand(session))
                        .addSubcommand(new ExportResumeCommand(session)))
                .addSubcommand(new CommandLine(new EventlogCommand()).addSubcommand(new EventlogSweepCommand(session)))
                .addSubcommand(new CommandLine(new FlightsCommand())
                        .addSubcommand(new FlightsQuarantineCommand(session))
                        .addSubcommand(new FlightsReleaseCommand(session))
                        .addSubcommand(new FlightsRejectCommand(session)))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(new ReplayCommand(session))
                .addSubcommand(new TraceCommand(session))
                .addSubcommand(new InvokeCommand(session))
                .addSubcommand(new CommandLine(new ConfigCommand()).addSubcommand(new ConfigCheckCommand(session)))
                .addSubcommand(new DoctorCommand(session));
        line.setOut(new java.io.PrintWriter(session.console().out(), true));
        line.setErr(new java.io.PrintWriter(session.console().err(), true));
        line.setUsageHelpWidth(WIDTH);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setParameterExceptionHandler(LakeRoutes::usage);
        line.setExecutionExceptionHandler(new FailureLines(session.console().err()));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, expected one of "
                + String.join(", ", spec.subcommands().keySet()));
    }

    /** One line that says what was wrong, one that says where to read on. */
    private static int usage(ParameterException wrong, String[] arguments) {
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        wrong.getCommandLine().getErr().println("lake-routes: " + wrong.getMessage());
        wrong.getCommandLine().getErr().println(name + " --help tells how it is used");
        return ExitCodes.WRONG;
    }

    /** Says which build this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Optional<String> version =
                    Optional.ofNullable(LakeRoutes.class.getPackage().getImplementationVersion());
            return new String[] {
                "lake-routes " + version.orElse("(not packaged)"), "Java " + Runtime.version()
            };
        }
    }
}
