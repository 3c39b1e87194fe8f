package routes.runtime.command;

import picocli.CommandLine.Command;

/** Groups what concerns ingest alone. */
@Command(name = "ingest", description = "Paged source APIs to the raw zone.", subcommandsRepeatable = false)
final class IngestCommand extends CommandGroup {}
