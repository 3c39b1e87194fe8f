package routes.runtime.command;

/** What a command's exit code says. */
final class ExitCodes {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int WRONG = 2;

    private ExitCodes() {}
}
