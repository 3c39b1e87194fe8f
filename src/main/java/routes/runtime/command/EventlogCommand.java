package routes.runtime.command;

import picocli.CommandLine.Command;

/** Groups what concerns eventlog alone. */
@Command(name = "eventlog", description = "Event files to Parquet checkpoints.", subcommandsRepeatable = false)
final class EventlogCommand extends CommandGroup {}
