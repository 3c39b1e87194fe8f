package routes.eventlog;

/** Time has ended in the middle of a checkpoint. Nothing was written: its events come again. */
final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTime() {
        super("no time left to save the checkpoint");
    }
}
