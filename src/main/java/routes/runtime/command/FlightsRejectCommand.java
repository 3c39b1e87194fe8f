package routes.runtime.command;

import picocli.CommandLine.Command;
import routes.flights.QuarantineReview.Decision;

/** Removes files that are not to be used. */
@Command(
        name = "reject",
        description = {
            "Removes files from quarantine that are not to be used: their raw objects and reports stay.",
            "A rejected content is not stored again, however often its snapshot is converted."
        },
        footer = {"", "Example:", "  lake-routes flights reject 20261121_185500"})
final class FlightsRejectCommand extends FlightsDecision {

    FlightsRejectCommand(Session session) {
        super(session, Decision.REJECT);
    }
}
