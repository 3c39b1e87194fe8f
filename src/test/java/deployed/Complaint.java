package deployed;

import picocli.CommandLine;

/** One line in place of a stack trace. */
final class Complaint {
    private Complaint() {}

    static CommandLine instead(CommandLine line) {
        return line.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println(failed.getCommandName() + ": " + failure.getMessage());
            return failure instanceof IllegalArgumentException ? 2 : 1;
        });
    }
}
