package routes.runtime.command;

import picocli.CommandLine.Command;

/** Groups what concerns exports alone. */
@Command(name = "export", description = "Tables of the lake to an API.", subcommandsRepeatable = false)
final class ExportCommand extends CommandGroup {}
