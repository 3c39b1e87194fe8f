package routes.runtime.command;

/** A command that cannot do what it was asked for, said in one line: the thing, the value, the expectation. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String line) {
        super(line);
        this.exitCode = exitCode;
    }

    /** It was asked for wrongly. */
    static CommandFailure usage(String line) {
        return new CommandFailure(ExitCodes.WRONG, line);
    }

    /** It was asked for rightly and went wrong. */
    static CommandFailure failed(String line) {
        return new CommandFailure(ExitCodes.FAILED, line);
    }

    int exitCode() {
        return exitCode;
    }
}
