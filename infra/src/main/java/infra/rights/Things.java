package infra.rights;

import infra.environment.Deployment;
import infra.environment.Naming;
import java.util.ArrayList;
import java.util.List;

/** Rights as pipelines need them again and again, on things by their names. */
final class Things {
    private static final String OBJECTS = "objects have names that nobody knows before; the prefix bounds them";

    private final Deployment deployment;
    private final Naming naming;

    Things(Deployment deployment) {
        this.deployment = deployment;
        this.naming = deployment.naming();
    }

    Right objects(String sid, String bucketKey, String prefix, String... actions) {
        String objects = Naming.bucketArn(deployment.get(bucketKey)) + "/" + prefix + "*";
        return Right.to(sid, actions).onAll(OBJECTS, objects);
    }

    /** To list, without which what is missing looks forbidden. */
    Right listing(String sid, String... bucketKeys) {
        List<String> buckets = new ArrayList<>();
        for (String key : bucketKeys) {
            buckets.add(Naming.bucketArn(deployment.get(key)));
        }
        return Right.to(sid, "s3:ListBucket").on(buckets.stream().distinct().toList());
    }

    Right table(String sid, String tableKey, String... actions) {
        return Right.to(sid, actions).on(naming.tableArn(deployment.get(tableKey)));
    }

    /** What a ledger of claims and runs takes. */
    Right runs() {
        return table("Ledger", "lake.runs-table", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem");
    }

    /** To take messages: by the event source, by hiding them, by deleting them. */
    Right receiving(List<String> queues) {
        return Right.to(
                        "TakeMessages",
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:ChangeMessageVisibility",
                        "sqs:GetQueueAttributes",
                        "sqs:GetQueueUrl")
                .on(queues.stream().map(naming::queueArn).toList());
    }

    Right sending(String sid, List<String> queues) {
        return Right.to(sid, "sqs:SendMessage", "sqs:GetQueueUrl")
                .on(queues.stream().map(naming::queueArn).toList());
    }

    /** To park what cannot be done, beside its reason. */
    Right parking(List<String> queues) {
        String suffix = deployment.get("lake.dlq-suffix");
        return sending("Park", queues.stream().map(queue -> queue + suffix).toList());
    }

    /** To read secrets; none where none is named. */
    List<Right> secrets(List<String> names) {
        return names.isEmpty()
                ? List.of()
                : List.of(Right.to("ReadSecrets", "secretsmanager:GetSecretValue")
                        .onAll(
                                "Secrets Manager adds six characters of its own to each name",
                                names.stream().map(naming::secretArn).toArray(String[]::new)));
    }

    String queue(String key) {
        return deployment.get(key);
    }
}
