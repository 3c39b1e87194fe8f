package routes.ingest;

/** Thrown when messages of a plan could not be sent: what could be is sent, and planning again repeats nothing harmful. */
public final class PlanIncomplete extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient PlanResult result;

    PlanIncomplete(PlanResult result) {
        super("plan " + result.runId() + " is incomplete: " + result.failed());
        this.result = result;
    }

    /** What was sent and what was not. */
    public PlanResult result() {
        return result;
    }
}
