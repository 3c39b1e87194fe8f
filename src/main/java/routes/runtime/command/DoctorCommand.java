package routes.runtime.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import routes.runtime.Assembly;

/** Looks at everything outside that the pipelines need, before they need it. */
@Command(
        name = "doctor",
        description = {
            "Checks every bucket, queue, table, secret, workgroup and source.",
            "One line for each that the configured pipelines need, with what to do. It only reads: a missing permission to "
                    + "write is not seen."
        },
        footer = {"", "Example:", "  lake-routes doctor --config production.properties"})
final class DoctorCommand implements Callable<Integer> {
    private final Session session;

    DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (Assembly assembly = session.assembly()) {
            List<Check> checks = new Doctor(assembly).examine();
            long failed = checks.stream().filter(check -> !check.ok()).count();
            Map<String, Object> document = Map.of(
                    "ok",
                    failed == 0,
                    "checks",
                    checks.stream().map(Check::asMap).toList());
            session.answer(document, out -> {
                checks.forEach(check -> out.println(check.line()));
                out.println(failed == 0 ? "all is there" : failed + " of " + checks.size() + " checks failed");
            });
            return failed == 0 ? ExitCodes.OK : ExitCodes.FAILED;
        }
    }
}
