package infra.api;

import infra.environment.Callers;
import infra.environment.Deployment;
import infra.functions.FunctionKeys;
import infra.product.Step;
import java.util.List;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigatewayv2.CfnApi;
import software.amazon.awscdk.services.apigatewayv2.CfnAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.CfnIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** {@code GET /export} and {@code GET /export/<id>} for callers that are known, at a rate that is bounded. */
public final class ApiStack extends Stack {
    private static final List<String> PATHS = List.of("/export", "/export/{id}");

    /** API Gateway waits no longer; the program answers 202 before that. */
    private static final int MILLIS = 30_000;

    private static final String LOG_LINE = "{\"requestId\":\"$context.requestId\",\"time\":\"$context.requestTime\","
            + "\"route\":\"$context.routeKey\",\"status\":\"$context.status\",\"caller\":\"$context.identity.caller\","
            + "\"subject\":\"$context.authorizer.claims.sub\",\"address\":\"$context.identity.sourceIp\","
            + "\"millis\":\"$context.responseLatency\",\"bytes\":\"$context.responseLength\","
            + "\"error\":\"$context.integrationErrorMessage\"}";

    private final Deployment deployment;

    public ApiStack(Construct scope, String id, StackProps props, Deployment deployment) {
        super(scope, id, props);
        this.deployment = deployment;
        CfnApi api = CfnApi.Builder.create(this, "Api")
                .name(deployment.naming().of("lake-export"))
                .description("Exports of lake-routes on demand")
                .protocolType("HTTP")
                .build();
        CfnIntegration integration = CfnIntegration.Builder.create(this, "Answer")
                .apiId(api.getRef())
                .integrationType("AWS_PROXY")
                .integrationUri(deployment.naming().calledArn(Step.EXPORT_ANSWER))
                .payloadFormatVersion("2.0")
                .timeoutInMillis(MILLIS)
                .build();
        Authorisation authorisation = authorisation(api);
        PATHS.forEach(path -> route(api, integration, authorisation, path));
        stage(api);
        CfnPermission.Builder.create(this, "MayInvoke")
                .action("lambda:InvokeFunction")
                .functionName(deployment.naming().calledArn(Step.EXPORT_ANSWER))
                .principal("apigateway.amazonaws.com")
                .sourceArn("arn:" + Aws.PARTITION + ":execute-api:"
                        + deployment.environment().region() + ":" + Aws.ACCOUNT_ID + ":" + api.getRef()
                        + "/*/GET/export*")
                .build();
        CfnOutput.Builder.create(this, "ExportUrl")
                .description("Exports on demand: GET with ?table=")
                .value(api.getAttrApiEndpoint() + "/export")
                .build();
    }

    /** Of which kind, and by which authorizer if there is one. */
    private record Authorisation(String type, String authorizerId) {}

    private Authorisation authorisation(CfnApi api) {
        if (deployment.environment().callers() instanceof Callers.WithToken token) {
            CfnAuthorizer authorizer = CfnAuthorizer.Builder.create(this, "Tokens")
                    .apiId(api.getRef())
                    .name("tokens")
                    .authorizerType("JWT")
                    .identitySource(List.of("$request.header.Authorization"))
                    .jwtConfiguration(CfnAuthorizer.JWTConfigurationProperty.builder()
                            .issuer(token.issuer())
                            .audience(List.of(token.audience()))
                            .build())
                    .build();
            return new Authorisation("JWT", authorizer.getRef());
        }
        return new Authorisation("AWS_IAM", "");
    }

    private void route(CfnApi api, CfnIntegration integration, Authorisation authorisation, String path) {
        CfnRoute.Builder route = CfnRoute.Builder.create(this, path.contains("{") ? "GetOne" : "Get")
                .apiId(api.getRef())
                .routeKey("GET " + path)
                .authorizationType(authorisation.type())
                .target("integrations/" + integration.getRef());
        if (!authorisation.authorizerId().isEmpty()) {
            route.authorizerId(authorisation.authorizerId());
        }
        route.build();
    }

    private void stage(CfnApi api) {
        LogGroup logs = LogGroup.Builder.create(this, "AccessLog")
                .logGroupName("/aws/vendedlogs/" + deployment.naming().of("lake-export"))
                .retention(RetentionDays.ONE_MONTH)
                .encryptionKey(FunctionKeys.logs(this, deployment.environment()))
                .removalPolicy(deployment.environment().kept() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
                .build();
        int rate = perSecond(deployment.get("export.http-rate"));
        CfnStage stage = CfnStage.Builder.create(this, "Stage")
                .apiId(api.getRef())
                .stageName("$default")
                .autoDeploy(true)
                .accessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                        .destinationArn(logs.getLogGroupArn())
                        .format(LOG_LINE)
                        .build())
                .defaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                        .throttlingRateLimit(rate)
                        .throttlingBurstLimit(2 * rate)
                        .detailedMetricsEnabled(true)
                        .build())
                .build();
        stage.addResourceDependency((CfnResource) logs.getNode().getDefaultChild());
    }

    /** {@code 10/s} as 10; API Gateway counts by the second. */
    static int perSecond(String rate) {
        String[] parts = rate.split("/");
        if (parts.length != 2 || !parts[0].matches("\\d+") || !parts[1].matches("[smh]")) {
            throw new IllegalArgumentException("export.http-rate is '" + rate + "', expected a rate such as 10/s");
        }
        int seconds =
                switch (parts[1]) {
                    case "s" -> 1;
                    case "m" -> 60;
                    default -> 3600;
                };
        return Math.max(1, Integer.parseInt(parts[0]) / seconds);
    }
}
