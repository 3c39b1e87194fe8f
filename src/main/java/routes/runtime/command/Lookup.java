package routes.runtime.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import routes.runtime.Assembly;
import routes.runtime.Pipeline;

/** Finds what somebody means by a name. */
final class Lookup {

    private Lookup() {}

    /** A queue by its own name, that of its dead-letter queue, or that of its source. */
    static String queue(Assembly assembly, String name) {
        List<String> known = new ArrayList<>();
        for (Map.Entry<Pipeline, Pipeline.Plan> entry : assembly.plans().entrySet()) {
            Pipeline.Plan plan = entry.getValue();
            known.addAll(plan.queues());
            for (String queue : plan.queues()) {
                if (name.equals(queue)
                        || name.equals(queue + assembly.lakeSettings().dlqSuffix())) {
                    return queue;
                }
            }
            if (plan.sources().contains(name)) {
                return assembly.settings().text(entry.getKey().title() + ".sources." + name + ".queue");
            }
        }
        throw CommandFailure.usage(
                "--queue is '" + name + "', expected a source or one of " + String.join(", ", known));
    }
}
