package infra.rights;

import infra.environment.Deployment;
import infra.product.Pipeline;
import infra.product.Step;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/** Who may do what, written out: no grants, which would be wider. */
public final class Rights {
    private Rights() {}

    /** What a step does to queues, objects, tables, secrets. */
    public static List<Right> of(Step step, Deployment deployment) {
        return switch (step.pipeline()) {
            case INGEST -> new IngestRights(deployment).of(step);
            case AGGREGATOR -> new AggregatorRights(deployment).of(step);
            case EXPORT -> new ExportRights(deployment).of(step);
            case EVENTLOG -> new EventlogRights(deployment).of(step);
            case FLIGHTS -> new FlightsRights(deployment).of(step);
        };
    }

    /** What a process does that runs all steps of a pipeline. */
    public static List<Right> of(Pipeline pipeline, Deployment deployment) {
        Map<String, Right> all = new LinkedHashMap<>();
        for (Step step : pipeline.steps()) {
            for (Right right : of(step, deployment)) {
                boolean taken = all.containsKey(right.sid()) && !right.equals(all.get(right.sid()));
                Right own = taken ? right.as(right.sid() + word(step)) : right;
                all.put(own.sid(), own);
            }
        }
        return List.copyOf(all.values());
    }

    /**
     * What a process does that runs all pipelines. What may be done alike to several things stands there once: the policies
     * of a role have no room for the five one after another.
     */
    public static List<Right> ofAll(Deployment deployment) {
        Map<List<Object>, Right> alike = new LinkedHashMap<>();
        for (Pipeline pipeline : Pipeline.values()) {
            for (Right right : of(pipeline, deployment)) {
                alike.merge(List.of(right.actions(), right.conditions()), right, Right::and);
            }
        }
        Map<String, Right> all = new LinkedHashMap<>();
        for (Right right : alike.values()) {
            String sid = right.sid();
            while (all.containsKey(sid)) {
                sid += "Too";
            }
            all.put(sid, right.as(sid));
        }
        return List.copyOf(all.values());
    }

    /** To use the keys with which buckets, tables, queues and topics are encrypted. */
    public static Right keys(String dataKey, String messagingKey) {
        return Right.to("UseKeys", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey")
                .on(dataKey, messagingKey);
    }

    /** A role with these rights and nothing else. */
    public static Role role(Construct scope, String id, String name, IPrincipal who, List<Right> rights) {
        Role role = Role.Builder.create(scope, id)
                .roleName(name)
                .assumedBy(who)
                .inlinePolicies(Map.of("needs", document(rights)))
                .build();
        String reasons = rights.stream()
                .flatMap(right -> right.because().map(because -> right.sid() + ": " + because).stream())
                .distinct()
                .collect(Collectors.joining("; "));
        if (!reasons.isEmpty()) {
            NagSuppressions.addResourceSuppressions(
                    role,
                    List.of(NagPackSuppression.builder()
                            .id("AwsSolutions-IAM5")
                            .reason(reasons)
                            .build()));
        }
        return role;
    }

    /** Rights of the same name and other content keep apart: a name is there once. */
    private static PolicyDocument document(List<Right> rights) {
        List<String> names = new ArrayList<>();
        PolicyDocument document = new PolicyDocument();
        for (Right right : rights) {
            if (names.contains(right.sid())) {
                throw new IllegalArgumentException("right " + right.sid() + " is there twice, expected one of a name");
            }
            names.add(right.sid());
            document.addStatements(right.statement());
        }
        return document;
    }

    private static String word(Step step) {
        String title = step.title().substring(step.title().indexOf('-') + 1);
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }
}
