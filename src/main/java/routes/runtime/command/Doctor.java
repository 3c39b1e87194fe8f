package routes.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import routes.lake.Contacts;
import routes.runtime.Assembly;
import routes.runtime.LakeSettings;
import routes.runtime.Pipeline;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The checks of everything that the pipelines must find outside, all made at the same time. */
final class Doctor {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> KEYS = List.of("run HASH", "at RANGE");

    private final Assembly assembly;
    private final LakeSettings settings;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    Doctor(Assembly assembly) {
        this.assembly = assembly;
        this.settings = assembly.lakeSettings();
    }

    List<Check> examine() {
        List<Supplier<Check>> checks = new ArrayList<>();
        checks.add(() -> Check.of(
                "table",
                settings.runsTable(),
                "create it with partition key run and sort key at, both strings",
                this::table));
        for (Pipeline.Plan plan : assembly.plans().values()) {
            Contacts contacts = plan.contacts();
            contacts.buckets()
                    .forEach(bucket -> checks.add(() -> Check.of(
                            "bucket",
                            bucket,
                            "create it with versioning, or allow s3:ListBucket",
                            () -> bucket(bucket))));
            contacts.queues().forEach(queue -> {
                String dlq = queue + settings.dlqSuffix();
                checks.add(() ->
                        Check.of("queue", queue, "create it with a redrive policy to " + dlq, () -> queue(queue, dlq)));
                checks.add(() -> Check.of("queue", dlq, "create it for what " + queue + " parks", () -> parked(dlq)));
            });
            contacts.secrets()
                    .forEach((name, fields) -> checks.add(() -> Check.of(
                            "secret", name, "create it with the fields " + fields, () -> secret(name, fields))));
            contacts.urls()
                    .forEach((key, url) ->
                            checks.add(() -> Check.of("url", url.toString(), "", () -> answers(key, url))));
        }
        return checks.parallelStream().map(Supplier::get).toList();
    }

    private String table() {
        var table = assembly.clients()
                .dynamoDb()
                .describeTable(describe -> describe.tableName(settings.runsTable()))
                .table();
        List<String> keys = table.keySchema().stream().map(Doctor::key).toList();
        if (!keys.equals(KEYS)) {
            throw new IllegalStateException("has the keys " + keys + ", expected " + KEYS + ": create it anew");
        }
        return table.tableStatusAsString() + ", keys " + String.join(", ", keys);
    }

    private static String key(KeySchemaElement element) {
        return element.attributeName() + " " + element.keyTypeAsString();
    }

    private String bucket(String bucket) {
        assembly.clients().s3().headBucket(head -> head.bucket(bucket));
        String versioning = String.valueOf(assembly.clients()
                .s3()
                .getBucketVersioning(get -> get.bucket(bucket))
                .statusAsString());
        if (!versioning.equals("Enabled")) {
            throw new IllegalStateException(
                    "is there, but not versioned: switch versioning on, or a page that changes loses its past");
        }
        return "is there, versioned";
    }

    private String queue(String queue, String dlq) {
        Map<QueueAttributeName, String> attributes = attributes(queue);
        String redrive = attributes.getOrDefault(QueueAttributeName.REDRIVE_POLICY, "{}");
        int expected = settings.maxReceives() + 1;
        Map<String, Object> policy;
        try {
            policy = JSON.std.mapFrom(redrive);
        } catch (IOException e) {
            throw new IllegalStateException("has a redrive policy that is no JSON: set it again", e);
        }
        String target = String.valueOf(policy.get("deadLetterTargetArn"));
        if (!target.endsWith(":" + dlq)) {
            throw new IllegalStateException(
                    "has no redrive policy to " + dlq + ": set one with maxReceiveCount " + expected);
        }
        String receives = String.valueOf(policy.get("maxReceiveCount"));
        if (!receives.equals(Integer.toString(expected))) {
            throw new IllegalStateException("has maxReceiveCount " + receives + ", expected " + expected
                    + " (lake.max-receives + 1): the core parks with a reason before SQS moves without one");
        }
        long visibility = Long.parseLong(attributes.getOrDefault(QueueAttributeName.VISIBILITY_TIMEOUT, "0"));
        if (visibility < settings.door().visibility().toSeconds()) {
            throw new IllegalStateException("has a visibility time-out of " + visibility + " s, expected at least "
                    + settings.door().visibility().toSeconds() + " s (lake.visibility)");
        }
        return "is there, redrive to " + dlq + " after " + receives + " receives, visibility " + visibility + " s";
    }

    private String parked(String dlq) {
        String messages = attributes(dlq).get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
        return "is there, " + messages + " messages parked";
    }

    private Map<QueueAttributeName, String> attributes(String queue) {
        String url = assembly.lake().queues().url(queue);
        return assembly.clients()
                .sqs()
                .getQueueAttributes(get -> get.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }

    private String secret(String name, List<String> fields) {
        fields.forEach(field -> assembly.lake().secrets().field(name, field));
        return "is there with " + String.join(", ", fields);
    }

    /** Any answer will do: who may ask for what is the pipeline's business. */
    private String answers(String key, URI url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(PATIENCE)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            return "answers (HTTP " + answer.statusCode() + ")";
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot be reached (" + e.getClass().getSimpleName() + "): check " + key + " and the network", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("was not waited for", e);
        }
    }
}
