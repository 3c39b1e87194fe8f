package routes.runtime.command;

import picocli.CommandLine.Command;

/** Groups what concerns flights alone. */
@Command(name = "flights", description = "OpenSky's snapshots and their quality.", subcommandsRepeatable = false)
final class FlightsCommand extends CommandGroup {}
