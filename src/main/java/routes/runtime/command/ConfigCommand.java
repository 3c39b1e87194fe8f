package routes.runtime.command;

import picocli.CommandLine.Command;

/** Groups what concerns configuration. */
@Command(name = "config", description = "The configuration.")
final class ConfigCommand extends CommandGroup {}
