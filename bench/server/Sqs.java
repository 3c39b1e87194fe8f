package bench.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** SQS's JSON protocol with standard queues: no FIFO, no redrive, no purge. */
final class Sqs {
    private static final String ARN = "arn:aws:sqs:us-east-1:000000000000:";
    private static final String EVENTS = "aggregator-events";
    private static final String EXPORTS = "export-events";
    private static final List<String> PIPELINES = List.of(
            EVENTS, "aggregator-deliveries", EXPORTS, "eventlog-events", "flights-raw-events", "flights-processed-events");
    private static final long VISIBILITY_SECONDS = 30;

    private final Map<String, MessageQueue> queues = new ConcurrentHashMap<>();

    Sqs() {
        reset();
    }

    /** Leaves the pipelines' queues, each with its dead-letter queue, and nothing in them. */
    void reset() {
        queues.clear();
        for (String source : List.of("api-a", "api-b", "api-c", "api-d")) {
            queues.put("ingest-" + source, new MessageQueue());
            queues.put("ingest-" + source + "-dlq", new MessageQueue());
        }
        for (String name : PIPELINES) {
            queues.put(name, new MessageQueue());
            queues.put(name + "-dlq", new MessageQueue());
        }
    }

    /** Puts a message for each object of the landing on the queue of its events. */
    void announce(Landing landing) {
        for (int number = 0; number < landing.objects(); number++) {
            queues.get(EVENTS).send(landing.event(number), Map.of(), 0);
        }
    }

    /** Puts messages on a queue. */
    void announce(String queue, List<String> events) {
        events.forEach(event -> queues.get(queue).send(event, Map.of(), 0));
    }

    /** Puts a message on the queue of exports. */
    void export(String event) {
        queues.get(EXPORTS).send(event, Map.of(), 0);
    }

    /** How many messages each queue holds, visible or not. */
    Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new TreeMap<>();
        queues.forEach((name, queue) -> sizes.put(name, queue.size()));
        return sizes;
    }

    String answer(String action, Map<String, Object> input, Request request) {
        return switch (action) {
            case "CreateQueue" -> create(input, request.origin());
            case "GetQueueUrl" -> url(input, request.origin());
            case "GetQueueAttributes" -> Json.text(Map.of("Attributes", attributes(input)));
            case "SendMessage" -> Json.text(send(queue(input), input));
            case "SendMessageBatch" -> batch(input, entry -> send(queue(input), entry));
            case "ReceiveMessage" -> receive(input, request);
            case "DeleteMessage" -> {
                delete(queue(input), input);
                yield "{}";
            }
            case "DeleteMessageBatch" -> batch(input, entry -> delete(queue(input), entry));
            case "ChangeMessageVisibility" -> {
                changeVisibility(queue(input), input);
                yield "{}";
            }
            case "ChangeMessageVisibilityBatch" -> batch(input, entry -> changeVisibility(queue(input), entry));
            default ->
                throw new ServiceException(400, "com.amazonaws.sqs#UnsupportedOperation", "no operation " + action);
        };
    }

    private String create(Map<String, Object> input, String origin) {
        queues.computeIfAbsent(String.valueOf(input.get("QueueName")), any -> new MessageQueue());
        return url(input, origin);
    }

    private String url(Map<String, Object> input, String origin) {
        String name = String.valueOf(input.get("QueueName"));
        find(name);
        return Json.text(Map.of("QueueUrl", origin + "/000000000000/" + name));
    }

    private Map<String, String> attributes(Map<String, Object> input) {
        MessageQueue queue = queue(input);
        long visible = queue.visible();
        return Map.of(
                "QueueArn", ARN + name(input),
                "VisibilityTimeout", Long.toString(VISIBILITY_SECONDS),
                "ApproximateNumberOfMessages", Long.toString(visible),
                "ApproximateNumberOfMessagesNotVisible", Long.toString(queue.size() - visible));
    }

    private static Map<String, Object> send(MessageQueue queue, Map<String, Object> entry) {
        Map<String, Object> attributes = Messages.attributes(entry);
        Message message = queue.send((String) entry.get("MessageBody"), attributes, number(entry, "DelaySeconds", 0));
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("MessageId", message.id);
        sent.put("MD5OfMessageBody", message.bodyMd5);
        if (!attributes.isEmpty()) {
            sent.put("MD5OfMessageAttributes", AttributeDigest.of(attributes));
        }
        return sent;
    }

    private String receive(Map<String, Object> input, Request request) {
        try {
            List<Receipt> receipts = queue(input)
                    .receive(
                            (int) number(input, "MaxNumberOfMessages", 1),
                            number(input, "WaitTimeSeconds", 0),
                            number(input, "VisibilityTimeout", VISIBILITY_SECONDS),
                            request.abandoned());
            return Messages.text(receipts, input);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "{}";
        }
    }

    private static Map<String, Object> delete(MessageQueue queue, Map<String, Object> entry) {
        queue.delete((String) entry.get("ReceiptHandle"));
        return Map.of();
    }

    private static Map<String, Object> changeVisibility(MessageQueue queue, Map<String, Object> entry) {
        if (!queue.changeVisibility((String) entry.get("ReceiptHandle"), number(entry, "VisibilityTimeout", 0))) {
            throw new ServiceException(400, "com.amazonaws.sqs#MessageNotInflight", "the message is not in flight");
        }
        return Map.of();
    }

    /** One operation of a batch. */
    private interface Step {
        Map<String, Object> on(Map<String, Object> entry);
    }

    private static String batch(Map<String, Object> input, Step step) {
        List<Object> successful = new ArrayList<>();
        List<Object> failed = new ArrayList<>();
        for (Object element : (List<?>) input.get("Entries")) {
            @SuppressWarnings("unchecked")
            Map<String, Object> entry = (Map<String, Object>) element;
            Map<String, Object> result = new LinkedHashMap<>(Map.of("Id", entry.get("Id")));
            try {
                result.putAll(step.on(entry));
                successful.add(result);
            } catch (ServiceException refused) {
                result.putAll(Map.of("SenderFault", true, "Code", refused.code, "Message", refused.getMessage()));
                failed.add(result);
            }
        }
        return Json.text(Map.of("Successful", successful, "Failed", failed));
    }

    private MessageQueue queue(Map<String, Object> input) {
        return find(name(input));
    }

    private MessageQueue find(String name) {
        MessageQueue queue = queues.get(name);
        if (queue == null) {
            throw new ServiceException(
                    400, "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.");
        }
        return queue;
    }

    private static String name(Map<String, Object> input) {
        String url = String.valueOf(input.get("QueueUrl"));
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static long number(Map<String, Object> input, String name, long otherwise) {
        return input.get(name) instanceof Long number ? number : otherwise;
    }
}
