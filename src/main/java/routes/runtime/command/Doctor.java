package routes.runtime.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import routes.lake.Contacts;
import routes.lake.Contacts.Table;
import routes.runtime.Assembly;
import routes.runtime.LakeSettings;
import routes.runtime.Pipeline;

/** The checks of everything that the pipelines must find outside, all made at the same time. */
final class Doctor {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Assembly assembly;
    private final QueueExamination queues;
    private final TableExamination tables;
    private final WorkgroupExamination workgroups;

    Doctor(Assembly assembly) {
        this.assembly = assembly;
        LakeSettings settings = assembly.lakeSettings();
        this.queues = new QueueExamination(
                assembly.clients().sqs(),
                settings.dlqSuffix(),
                settings.maxReceives(),
                settings.door().visibility());
        this.tables = new TableExamination(assembly.clients().dynamoDb());
        this.workgroups = new WorkgroupExamination(assembly.clients()::athena);
    }

    List<Check> examine() {
        List<Supplier<Check>> checks = new ArrayList<>();
        Table runs = new Table(
                assembly.lakeSettings().runsTable(), List.of("run", "at"), Optional.empty(), Optional.of("ttl"));
        checks.add(() -> table(runs));
        for (Pipeline.Plan plan : assembly.plans().values()) {
            Contacts contacts = plan.contacts();
            contacts.tables().forEach(table -> checks.add(() -> table(table)));
            contacts.buckets()
                    .forEach(bucket -> checks.add(() -> Check.of(
                            "bucket",
                            bucket,
                            "create it with versioning, or allow s3:ListBucket",
                            () -> bucket(bucket))));
            contacts.queues().forEach(queue -> {
                String dlq = queues.dlq(queue);
                checks.add(() -> Check.of(
                        "queue", queue.name(), "create it with a redrive policy to " + dlq, () -> queues.queue(queue)));
                checks.add(() -> Check.of(
                        "queue", dlq, "create it for what " + queue.name() + " parks", () -> queues.parked(queue)));
            });
            contacts.secrets()
                    .forEach((name, either) -> checks.add(() -> Check.of(
                            "secret",
                            name,
                            "create it with " + (either.isEmpty() ? "a text" : "the fields " + inWords(either)),
                            () -> secret(name, either))));
            contacts.workgroups()
                    .forEach(workgroup -> checks.add(() -> Check.of(
                            "workgroup",
                            workgroup,
                            "create it, or allow athena:GetWorkGroup",
                            () -> workgroups.look(workgroup))));
            contacts.topics()
                    .forEach(topic -> checks.add(() -> Check.of(
                            "topic", topic, "create it, or allow sns:GetTopicAttributes", () -> topic(topic))));
            contacts.urls()
                    .forEach((key, url) -> checks.add(() ->
                            Check.of("url", url.toString(), "its secret comes first", () -> answers(key, url, plan))));
        }
        // Pipelines share tables and buckets.
        return checks.parallelStream().map(Supplier::get).distinct().toList();
    }

    private Check table(Table table) {
        return Check.of("table", table.name(), TableExamination.recipe(table), () -> tables.look(table));
    }

    private String bucket(String bucket) {
        assembly.clients().s3().headBucket(head -> head.bucket(bucket));
        String versioning = String.valueOf(assembly.clients()
                .s3()
                .getBucketVersioning(get -> get.bucket(bucket))
                .statusAsString());
        if (!versioning.equals("Enabled")) {
            throw new IllegalStateException(
                    "is there, but not versioned: switch versioning on, or what is overwritten is lost");
        }
        return "is there, versioned";
    }

    private String topic(String arn) {
        var attributes = assembly.clients()
                .sns()
                .getTopicAttributes(get -> get.topicArn(arn))
                .attributes();
        String confirmed = attributes.getOrDefault("SubscriptionsConfirmed", "0");
        if (confirmed.equals("0")) {
            throw new IllegalStateException(
                    "is there, but nobody listens to it: subscribe somebody, or alerts are lost");
        }
        return "is there, " + confirmed + " subscriptions";
    }

    private String secret(String name, List<List<String>> either) {
        if (either.isEmpty()) {
            assembly.lake().secrets().text(name);
            return "is there";
        }
        Set<String> fields = assembly.lake().secrets().fields(name).keySet();
        for (List<String> some : either) {
            if (fields.containsAll(some)) {
                return "is there with " + String.join(", ", some);
            }
        }
        throw new IllegalStateException("lacks fields, expected " + inWords(either));
    }

    private static String inWords(List<List<String>> either) {
        return String.join(
                ", or ",
                either.stream().map(fields -> String.join(" and ", fields)).toList());
    }

    /** Any answer will do: who may ask for what is the pipeline's business. */
    private String answers(String key, URI url, Pipeline.Plan plan) {
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
        plan.identity(assembly.lake()).ifPresent(identity -> client.sslContext(identity.context()));
        try {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(PATIENCE)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<Void> answer = client.build().send(request, HttpResponse.BodyHandlers.discarding());
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
