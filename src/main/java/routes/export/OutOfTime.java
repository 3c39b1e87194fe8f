package routes.export;

/** The time of this worker is over, the export's is not: whoever comes next goes on. */
final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTime() {
        super("no time left here");
    }
}
