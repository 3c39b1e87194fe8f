package routes.eventlog;

/** Time has ended in the middle of a checkpoint. It is as it was: whatever was to be done with it comes again. */
final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTime() {
        super("no time left for the checkpoint");
    }
}
