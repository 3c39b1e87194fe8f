package routes.runtime.command;

import picocli.CommandLine.Command;

/** Groups what concerns the aggregator alone. */
@Command(name = "aggregator", description = "S3 events to bundles, bundles to NiFi.", subcommandsRepeatable = false)
final class AggregatorCommand extends CommandGroup {}
