package routes.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import routes.policy.Gate;
import routes.policy.QueueMessage;
import routes.policy.Weight;
import routes.settings.Units;

/**
 * The door that serves every queue of a process: messages are collected to a batch, the step works on it, and only then
 * is each settled by its outcome. Nothing is deleted by reading it.
 *
 * <pre>
 * | parameter    | meaning                                      | default            |
 * |--------------|----------------------------------------------|--------------------|
 * | queue        | name of the queue                            |                    |
 * | step         | the queue step that works on a batch         |                    |
 * | batchSize    | messages in a batch, at most                 | lake.batch-size    |
 * | batchBytes   | a batch with that weight is full             | none               |
 * | batchTimeout | how long to wait for a batch to become full  | lake.batch-timeout |
 * | receive      | messages of one receive, 1 to 10             | 10                 |
 * </pre>
 *
 * A step may bind a {@link Gate} and a {@link Weight} under its name.
 */
final class QueueDoor extends RouteBuilder {
    static final String BATCHES = "lake-batches";

    private final Assembly assembly;
    private final Map<String, Hand> hands = new ConcurrentHashMap<>();

    QueueDoor(Assembly assembly) {
        this.assembly = assembly;
    }

    @Override
    public void configure() {
        LakeSettings.Door door = assembly.lakeSettings().door();
        routeTemplate("queue-door")
            .templateParameter("queue")
            .templateParameter("step")
            .templateParameter("batchSize", Integer.toString(door.batchSize()))
            .templateParameter("batchBytes", "1024TiB")
            .templateParameter("batchTimeout", door.batchTimeout().toMillis() + "ms")
            .templateParameter("receive", "10")
            .templateBean("hand", Hand.class, template -> hand(template))
            .from("aws2-sqs:{{queue}}?queueUrl=RAW({{queue-url:{{queue}}}})"
                + "&deleteAfterRead=false&maxMessagesPerPoll={{receive}}&visibilityTimeout=" + door.visibility().toSeconds()
                + "&waitTimeSeconds=" + door.pollWait().toSeconds()
                + "&attributeNames=ApproximateReceiveCount&messageAttributeNames=" + String.join(",", QueueMessage.ATTRIBUTES)
                + "&initialDelay=0&greedy=true&delay=100&backoffMultiplier=20&backoffErrorThreshold=1&pollStrategy=#bean:{{hand}}")
                .to("bean:{{hand}}?method=take")
                .aggregate(constant("batch")).aggregationStrategy(AggregationStrategies.groupedBody())
                    .completionPredicate(Hand::isFull)
                    .completionTimeout(Hand.patience()).completionTimeoutCheckerInterval(20)
                    .completeAllOnStop()
                    .parallelProcessing().executorService(BATCHES)
                    .to("bean:{{hand}}?method=open")
                    .to("direct:{{step}}")
                    .to("bean:{{hand}}?method=settle")
                .end();
    }

    /** The same one each time: Camel asks for the bean anew for every place that names it. */
    private Hand hand(RouteTemplateContext template) {
        return hands.computeIfAbsent(parameter(template, "queue"), queue -> hand(queue, template));
    }

    private Hand hand(String queue, RouteTemplateContext template) {
        CamelContext context = template.getCamelContext();
        String step = parameter(template, "step");
        Measure measure = new Measure(
            Integer.parseInt(parameter(template, "batchSize")),
            Units.size(parameter(template, "batchBytes")),
            Units.duration(parameter(template, "batchTimeout")),
            Integer.parseInt(parameter(template, "receive")));
        Hand hand = new Hand(
            queue,
            measure,
            bound(context, Gate.of(step), Gate.class, Gate.OPEN),
            bound(context, Weight.of(step), Weight.class, Weight.NONE),
            assembly.lakeSettings().door(),
            assembly.lake());
        try {
            context.addService(hand, true, true);
        } catch (Exception e) {
            throw new RuntimeCamelException("queue door of " + queue + " cannot be started", e);
        }
        return hand;
    }

    private static String parameter(RouteTemplateContext template, String name) {
        return template.getCamelContext().resolvePropertyPlaceholders(template.getParameters().get(name).toString());
    }

    private static <T> T bound(CamelContext context, String name, Class<T> type, T otherwise) {
        T found = context.getRegistry().lookupByNameAndType(name, type);
        return found == null ? otherwise : found;
    }
}
