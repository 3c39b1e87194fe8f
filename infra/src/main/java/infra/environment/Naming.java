package infra.environment;

import infra.product.Step;
import software.amazon.awscdk.Aws;

/**
 * What everything is called. The names of application.properties, bare in the local environment, with the environment
 * behind them elsewhere; buckets, whose names are the world's, also with account and region. Other stacks find a thing
 * by its name, so that no stack is tied to another by an export.
 */
public final class Naming {
    private final Environment environment;

    public Naming(Environment environment) {
        this.environment = environment;
    }

    /** A queue, a table, a topic or whatever else has a name of its account's. */
    public String of(String name) {
        return environment.isLocal() ? name : name + "-" + environment.name();
    }

    public String bucket(String name) {
        return environment.isLocal() ? name : of(name) + "-" + Aws.ACCOUNT_ID + "-" + environment.region();
    }

    public String function(Step step) {
        return of("lake-" + step.title());
    }

    /** Where a function's own dead letters go: events that it failed to handle. */
    public String deadLetters(Step step) {
        return function(step) + "-dead-letters";
    }

    public String role(String name) {
        return of("lake-" + name) + "-" + environment.region();
    }

    /** A name of Glue: letters, digits and underscores. */
    public String database(String name) {
        return environment.isLocal() ? name : name + "_" + environment.name();
    }

    public String workgroup(String name) {
        return of("lake-" + name);
    }

    public String stack(String purpose) {
        return "lake-" + environment.name() + "-" + purpose;
    }

    public static String bucketArn(String bucket) {
        return "arn:" + Aws.PARTITION + ":s3:::" + bucket;
    }

    public String queueArn(String queue) {
        return arn("sqs", queue);
    }

    public String topicArn(String topic) {
        return arn("sns", topic);
    }

    public String tableArn(String table) {
        return arn("dynamodb", "table/" + table);
    }

    /** The six characters are Secrets Manager's own, behind every name. */
    public String secretArn(String secret) {
        return arn("secretsmanager", "secret:" + secret + "-??????");
    }

    public String workgroupArn(String workgroup) {
        return arn("athena", "workgroup/" + workgroup);
    }

    public String glueArn(String resource) {
        return arn("glue", resource);
    }

    public String logGroupArn(String group) {
        return arn("logs", "log-group:" + group);
    }

    public String alarmArn(String alarm) {
        return arn("cloudwatch", "alarm:" + alarm);
    }

    public String roleArn(String role) {
        return "arn:" + Aws.PARTITION + ":iam::" + Aws.ACCOUNT_ID + ":role/" + role;
    }

    public String functionArn(Step step) {
        return arn("lambda", "function:" + function(step));
    }

    /** What callers call: the alias where there are versions. */
    public String calledArn(Step step) {
        return functionArn(step) + (environment.release().versioned() ? ":" + LIVE : "");
    }

    /** The alias of the version that callers get. */
    public static final String LIVE = "LIVE";

    private String arn(String service, String resource) {
        return "arn:" + Aws.PARTITION + ":" + service + ":" + environment.region() + ":" + Aws.ACCOUNT_ID + ":"
                + resource;
    }
}
