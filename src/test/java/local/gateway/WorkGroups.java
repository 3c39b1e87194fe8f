package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Athena's work groups: {@value #PRIMARY}, which has no output location of its own, and those that were created. */
final class WorkGroups {
    static final String PRIMARY = "primary";

    private final Map<String, ObjectNode> groups = new TreeMap<>();

    WorkGroups() {
        create(Tree.object("Name", PRIMARY));
    }

    synchronized ObjectNode create(ObjectNode input) {
        String name = Tree.text(input, "Name");
        ObjectNode configuration = Tree.object(
                "EnforceWorkGroupConfiguration", false,
                "PublishCloudWatchMetricsEnabled", false,
                "EngineVersion", AthenaQuery.engine());
        if (input.path("Configuration").isObject()) {
            configuration.setAll((ObjectNode) input.path("Configuration"));
        }
        ObjectNode group = Tree.object(
                "Name", name, "State", "ENABLED", "Configuration", configuration, "CreationTime", Instant.now());
        if (groups.putIfAbsent(name, group) != null) {
            throw Athena.invalid("WorkGroup " + name + " is already created.");
        }
        return Tree.object();
    }

    synchronized ObjectNode get(ObjectNode input) {
        return Tree.object("WorkGroup", group(Tree.text(input, "WorkGroup")));
    }

    /** Where the results of a group go unless a query says otherwise; empty when it does not say. */
    synchronized String output(String name) {
        JsonNode results = group(name).path("Configuration").path("ResultConfiguration");
        return results.path("OutputLocation").asText("");
    }

    private ObjectNode group(String name) {
        if (!groups.containsKey(name)) {
            throw Athena.invalid("WorkGroup " + name + " is not found.");
        }
        return groups.get(name);
    }
}
