package infra;

import static org.assertj.core.api.Assertions.assertThat;

import infra.environment.Environments;
import org.junit.jupiter.api.Test;

class ApiTest {
    private final Synthesised prod = Synthesised.of(Environments.prod());

    @Test
    void exportsAreAskedForAndLookedAtAndNothingElse() {
        assertThat(prod.all("AWS::ApiGatewayV2::Route").stream().map(route -> route.text("/RouteKey")))
                .containsExactlyInAnyOrder("GET /export", "GET /export/{id}");
    }

    @Test
    void everyCallerIsKnown() {
        assertThat(prod.all("AWS::ApiGatewayV2::Route"))
                .allMatch(route -> route.text("/AuthorizationType").equals("AWS_IAM"));
        assertThat(Variants.networked().all("AWS::ApiGatewayV2::Route"))
                .allMatch(route -> route.text("/AuthorizationType").equals("JWT")
                        && route.text("/AuthorizerId").startsWith("<Tokens"));
        assertThat(Variants.networked().all("AWS::ApiGatewayV2::Authorizer"))
                .singleElement()
                .satisfies(authorizer -> assertThat(authorizer.text("/JwtConfiguration/Issuer"))
                        .isEqualTo("https://login.example.com/"));
    }

    @Test
    void onlyThisApiMayInvokeTheFunctionThatTrustsIt() {
        assertThat(SettingsTest.variables(FunctionsTest.function(prod, "export-answer")))
                .containsEntry("EXPORT_HTTP_AUTHORISATION", "none");
        assertThat(prod.all("api", "AWS::Lambda::Permission")).singleElement().satisfies(permission -> {
            assertThat(permission.text("/Principal")).isEqualTo("apigateway.amazonaws.com");
            assertThat(permission.text("/SourceArn")).contains("<Api>/").endsWith("/GET/export*");
            assertThat(permission.text("/FunctionName")).endsWith(":function:lake-export-answer-prod:LIVE");
        });
    }

    @Test
    void requestsAreBoundedAndLoggedForThirtyDaysEncrypted() {
        assertThat(prod.all("AWS::ApiGatewayV2::Stage")).singleElement().satisfies(stage -> {
            assertThat(stage.at("/DefaultRouteSettings/ThrottlingRateLimit").asInt())
                    .isEqualTo(10);
            assertThat(stage.at("/DefaultRouteSettings/ThrottlingBurstLimit").asInt())
                    .isEqualTo(20);
            assertThat(stage.text("/AccessLogSettings/DestinationArn")).startsWith("<AccessLog");
            assertThat(stage.text("/AccessLogSettings/Format")).doesNotContain("queryString");
        });
        assertThat(prod.all("api", "AWS::Logs::LogGroup")).singleElement().satisfies(group -> {
            assertThat(group.at("/RetentionInDays").asInt()).isEqualTo(30);
            assertThat(group.text("/KmsKeyId")).startsWith("<LogsKey");
        });
    }

    @Test
    void theAddressIsToldBehindADeployment() {
        assertThat(Text.of(prod.templates().get("api").at("/Outputs/ExportUrl/Value")))
                .isEqualTo("<Api.ApiEndpoint>/export");
    }
}
