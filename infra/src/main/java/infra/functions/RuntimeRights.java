package infra.functions;

import infra.environment.Deployment;
import infra.environment.Naming;
import infra.product.Step;
import infra.rights.Right;
import java.util.ArrayList;
import java.util.List;

/** What every function may do so that the platform can run it and show what it did. */
final class RuntimeRights {
    private static final String INSIGHTS = "/aws/lambda-insights";

    private RuntimeRights() {}

    static List<Right> of(Step step, Deployment deployment, String logGroup, String variablesKey) {
        Naming naming = deployment.naming();
        List<Right> rights = new ArrayList<>();
        rights.add(Right.to("WriteLogs", "logs:CreateLogStream", "logs:PutLogEvents")
                .onAll(
                        "each process writes a stream of its own within the group",
                        naming.logGroupArn(logGroup) + ":*"));
        rights.add(Right.to("ReadVariables", "kms:Decrypt").on(variablesKey));
        rights.add(Right.to("KeepDeadLetters", "sqs:SendMessage").on(naming.queueArn(naming.deadLetters(step))));
        if (deployment.environment().watching().xray()) {
            rights.add(Right.to(
                            "Trace",
                            "xray:PutTraceSegments",
                            "xray:PutTelemetryRecords",
                            "xray:GetSamplingRules",
                            "xray:GetSamplingTargets")
                    .onAll("X-Ray knows no resources for these actions", "*"));
        }
        if (deployment.environment().watching().insights()) {
            rights.add(Right.to("Measure", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")
                    .onAll(
                            "Lambda Insights writes streams within its own group",
                            naming.logGroupArn(INSIGHTS),
                            naming.logGroupArn(INSIGHTS) + ":*"));
        }
        if (deployment.environment().network().isPresent()) {
            rights.add(Right.to(
                            "JoinNetwork",
                            "ec2:CreateNetworkInterface",
                            "ec2:DescribeNetworkInterfaces",
                            "ec2:DescribeSubnets",
                            "ec2:DeleteNetworkInterface",
                            "ec2:AssignPrivateIpAddresses",
                            "ec2:UnassignPrivateIpAddresses")
                    .onAll("Lambda makes interfaces whose ids nobody knows before", "*"));
        }
        return rights;
    }
}
