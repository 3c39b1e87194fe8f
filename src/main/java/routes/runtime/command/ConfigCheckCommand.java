package routes.runtime.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import routes.settings.InvalidSettings;

/** Reads the configuration as a start would, and names everything that is wrong with it. */
@Command(
        name = "check",
        description = {"Names every fault of the configuration at once.", "Nothing is called and nothing is started."},
        footer = {"", "Example:", "  lake-routes config check --config my.properties"})
final class ConfigCheckCommand implements Callable<Integer> {
    private final Session session;

    ConfigCheckCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try {
            session.assembly().close();
        } catch (InvalidSettings e) {
            session.answer(Map.of("right", false, "faults", e.faults()), out -> out.println(e.getMessage()));
            return ExitCodes.WRONG;
        }
        session.answer(Map.of("right", true, "faults", List.of()), out -> out.println("configuration is right"));
        return ExitCodes.OK;
    }
}
