package routes.runtime.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Sends what is missing of an export. */
@Command(
        name = "resume",
        description = {
            "Sends exactly what is missing of an export.",
            "Its query is not run again, and a batch that the API has acknowledged is not sent again."
        },
        footer = {"", "Example:", "  lake-routes export resume 0f343b0931126a20f133d67c2b018a3b"})
final class ExportResumeCommand implements Callable<Integer> {
    private final ExportByHand hand;

    @Parameters(paramLabel = "<export id>", description = "As results, logs and GET /export tell it.")
    private String exportId = "";

    ExportResumeCommand(Session session) {
        this.hand = new ExportByHand(session);
    }

    @Override
    public Integer call() throws Exception {
        return hand.send(exportId);
    }
}
