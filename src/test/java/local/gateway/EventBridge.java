package local.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import local.gateway.Operations.Operation;
import software.amazon.event.ruler.Ruler;

/** Rules that match events by pattern and pass them on to queues; there are no schedules. */
final class EventBridge {
    private record Rule(ObjectNode definition, String pattern, boolean enabled, Map<String, JsonNode> targets) {}

    private final Queues queues;
    private final Map<String, Rule> rules = new TreeMap<>();

    EventBridge(Queues queues) {
        this.queues = queues;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "PutRule", this::putRule,
                "DescribeRule", input -> rule(input, "Name").definition(),
                "DeleteRule", this::deleteRule,
                "ListRules", this::listRules,
                "PutTargets", this::putTargets,
                "RemoveTargets", this::removeTargets,
                "ListTargetsByRule", this::listTargets,
                "PutEvents", this::putEvents);
    }

    private synchronized ObjectNode putRule(ObjectNode input) {
        String name = Tree.text(input, "Name");
        if (input.has("ScheduleExpression")) {
            throw AwsError.invalid("the local EventBridge has no schedules: rule " + name + " needs an EventPattern");
        }
        String pattern = Tree.text(input, "EventPattern");
        requireValid(pattern);
        String arn = Aws.arn("events", "rule/" + name);
        String state = input.path("State").asText("ENABLED");
        ObjectNode definition = Tree.object(
                "Name", name,
                "Arn", arn,
                "EventPattern", pattern,
                "State", state,
                "Description", Tree.optional(input, "Description"),
                "EventBusName", bus(input));
        Map<String, JsonNode> targets =
                rules.containsKey(name) ? rules.get(name).targets() : new LinkedHashMap<>();
        rules.put(name, new Rule(definition, pattern, state.equals("ENABLED"), targets));
        return Tree.object("RuleArn", arn);
    }

    private static void requireValid(String pattern) {
        try {
            matches("{}", pattern);
        } catch (IOException | IllegalArgumentException malformed) {
            throw new AwsError(400, "InvalidEventPatternException", "Event pattern is not valid: " + malformed);
        }
    }

    private static boolean matches(String event, String pattern) throws IOException {
        try {
            return Ruler.matchesRule(event, pattern);
        } catch (IOException | RuntimeException known) {
            throw known;
        } catch (Exception declared) {
            throw new IllegalStateException(declared);
        }
    }

    /** There is one bus. */
    private static String bus(JsonNode input) {
        String bus = input.path("EventBusName").asText("default");
        if (!bus.equals("default")) {
            throw new AwsError(400, "ResourceNotFoundException", "Event bus " + bus + " does not exist.");
        }
        return bus;
    }

    private synchronized Rule rule(ObjectNode input, String field) {
        String name = Tree.text(input, field);
        Rule rule = rules.get(name);
        if (rule == null) {
            throw new AwsError(
                    400,
                    "ResourceNotFoundException",
                    "Rule " + name + " does not exist on EventBus " + bus(input) + ".");
        }
        return rule;
    }

    private synchronized ObjectNode deleteRule(ObjectNode input) {
        String name = Tree.text(input, "Name");
        if (rules.containsKey(name) && !rules.get(name).targets().isEmpty()) {
            throw AwsError.invalid("Rule can't be deleted since it has targets.");
        }
        rules.remove(name);
        return Tree.object();
    }

    private synchronized ObjectNode listRules(ObjectNode input) {
        String prefix = input.path("NamePrefix").asText("");
        return Tree.object(
                "Rules",
                Tree.array(rules.entrySet().stream()
                        .filter(rule -> rule.getKey().startsWith(prefix))
                        .map(rule -> rule.getValue().definition())));
    }

    private synchronized ObjectNode putTargets(ObjectNode input) {
        Map<String, JsonNode> targets = rule(input, "Rule").targets();
        for (JsonNode target : input.path("Targets")) {
            if (target.has("InputTransformer")) {
                throw AwsError.invalid("the local EventBridge knows no InputTransformer");
            }
            targets.put(Tree.text(target, "Id"), target);
        }
        return Tree.object("FailedEntryCount", 0, "FailedEntries", Tree.array(Stream.empty()));
    }

    private synchronized ObjectNode removeTargets(ObjectNode input) {
        Map<String, JsonNode> targets = rule(input, "Rule").targets();
        input.path("Ids").forEach(id -> targets.remove(id.asText()));
        return Tree.object("FailedEntryCount", 0, "FailedEntries", Tree.array(Stream.empty()));
    }

    private synchronized ObjectNode listTargets(ObjectNode input) {
        return Tree.object("Targets", Tree.array(rule(input, "Rule").targets().values().stream()));
    }

    private ObjectNode putEvents(ObjectNode input) throws IOException, InterruptedException {
        List<ObjectNode> results = new ArrayList<>();
        for (JsonNode entry : input.path("Entries")) {
            bus(entry);
            String id = accept(
                    Tree.text(entry, "Source"),
                    Tree.text(entry, "DetailType"),
                    JsonWire.JSON.readTree(entry.path("Detail").asText("{}")),
                    Tree.elements(entry.path("Resources")).map(JsonNode::asText).toList(),
                    Tree.time(entry.path("Time"), Instant.now()));
            results.add(Tree.object("EventId", id));
        }
        return Tree.object("FailedEntryCount", 0, "Entries", Tree.array(results.stream()));
    }

    /** Passes an event on to the targets of all rules that match it; its id is returned. */
    String accept(String source, String type, JsonNode detail, List<String> resources, Instant time)
            throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        ObjectNode event = Tree.object(
                "version",
                "0",
                "id",
                id,
                "detail-type",
                type,
                "source",
                source,
                "account",
                Aws.ACCOUNT,
                "time",
                time.truncatedTo(ChronoUnit.SECONDS).toString(),
                "region",
                Aws.REGION,
                "resources",
                Tree.array(resources.stream()),
                "detail",
                detail);
        for (JsonNode target : targetsFor(event.toString())) {
            queues.send(Tree.text(target, "Arn"), message(target, event), null);
        }
        return id;
    }

    private synchronized List<JsonNode> targetsFor(String event) throws IOException {
        List<JsonNode> targets = new ArrayList<>();
        for (Rule rule : rules.values()) {
            if (rule.enabled() && matches(event, rule.pattern())) {
                targets.addAll(rule.targets().values());
            }
        }
        return targets;
    }

    private static String message(JsonNode target, ObjectNode event) {
        if (target.has("Input")) {
            return target.get("Input").asText();
        }
        String path = target.path("InputPath").asText("$").substring(1).replace('.', '/');
        return event.at(path).toString();
    }
}
