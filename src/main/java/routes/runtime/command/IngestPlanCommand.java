package routes.runtime.command;

import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import routes.ingest.PlanIncomplete;
import routes.ingest.PlanRequest;
import routes.ingest.PlanResult;
import routes.policy.Poison;
import routes.policy.RunId;
import routes.runtime.Assembly;
import routes.runtime.CamelApplication;

/** Plans days by hand: a backfill, or a day again. */
@Command(
        name = "plan",
        description = {
            "Plans a day, or a range of days.",
            "Puts the messages of the pages to fetch on the queues of the sources. Planning a day again is harmless: a page "
                    + "that has not changed is not written again."
        },
        footer = {
            "",
            "Examples:",
            "  lake-routes ingest plan",
            "  lake-routes ingest plan --from 2026-11-01 --to 2026-11-19 --endpoints api-a,api-b --dry-run"
        })
final class IngestPlanCommand implements Callable<Integer> {
    private static final int SLICE_DAYS = 31;

    private final Session session;

    @Mixin
    private DayRange days = new DayRange();

    @Option(
            names = "--endpoints",
            split = ",",
            paramLabel = "<source>",
            description = "Names of sources, separated by commas; default: all.")
    private List<String> endpoints = List.of();

    @Option(names = "--dry-run", description = "Print what would be sent, and send nothing.")
    private boolean dryRun;

    IngestPlanCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Exception {
        LocalDate from = days.from(session.console().clock());
        LocalDate to = days.to(session.console().clock());
        String runId = RunId.of(
                "ingest",
                session.console().clock().instant(),
                ThreadLocalRandom.current().nextLong());
        List<PlanResult> results = new ArrayList<>();
        Assembly assembly = session.assembly();
        try (CamelApplication application =
                        CamelApplication.withoutDoors(assembly).start();
                ProducerTemplate template = application.context().createProducerTemplate()) {
            // In slices, so that somebody who waits sees that it goes on.
            for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(SLICE_DAYS)) {
                LocalDate last = day.plusDays(SLICE_DAYS - 1L);
                PlanRequest slice = new PlanRequest(day, last.isAfter(to) ? to : last, endpoints, dryRun, runId);
                results.add(plan(template, slice));
                if (from.plusDays(SLICE_DAYS).isBefore(to)) {
                    session.console().err().println("planned up to " + slice.to() + " of " + to);
                }
            }
        } catch (Poison e) {
            throw CommandFailure.usage(e.getMessage());
        }
        PlanResult all = PlanResult.of(results);
        session.answer(all.asMap(), out -> print(all, from, to, out));
        return all.failed().isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private static PlanResult plan(ProducerTemplate template, PlanRequest request) throws Exception {
        Exchange exchange =
                template.send("direct:ingest-plan", sent -> sent.getMessage().setBody(request));
        if (exchange.getException() instanceof PlanIncomplete incomplete) {
            return incomplete.result();
        }
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        return exchange.getMessage().getBody(PlanResult.class);
    }

    private void print(PlanResult all, LocalDate from, LocalDate to, PrintStream out) {
        Table table = new Table("source", "from", "to", "days", dryRun ? "would be sent" : "sent");
        all.endpointStats()
                .forEach((source, messages) ->
                        table.row(source, from, to, all.dates().size(), messages));
        table.print(out);
        all.failed().forEach((source, reason) -> out.println("not all of " + source + " was sent: " + reason));
        out.println(dryRun ? "dry run: nothing was sent" : "run " + all.runId() + ": " + all.planned() + " messages");
    }
}
