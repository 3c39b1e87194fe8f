package routes.runtime.command;

import picocli.CommandLine.Command;
import routes.flights.QuarantineReview.Decision;

/** Puts files back that somebody has looked at. */
@Command(
        name = "release",
        description = {
            "Puts files from quarantine back where good files are.",
            "A released content is scored again, but neither complained of nor quarantined again, however often it comes."
        },
        footer = {
            "",
            "Examples:",
            "  lake-routes flights release 20261121_185500",
            "  lake-routes flights release --all --dry-run"
        })
final class FlightsReleaseCommand extends FlightsDecision {

    FlightsReleaseCommand(Session session) {
        super(session, Decision.RELEASE);
    }
}
