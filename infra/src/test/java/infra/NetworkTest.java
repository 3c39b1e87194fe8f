package infra;

import static org.assertj.core.api.Assertions.assertThat;

import infra.environment.Environments;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private final Synthesised networked = Variants.networked();

    @Test
    void functionsRunInTheSubnetsOfTheNetwork() {
        assertThat(networked.all("AWS::Lambda::Function")).isNotEmpty().allSatisfy(function -> {
            assertThat(function.at("/VpcConfig/SubnetIds")).hasSize(2);
            assertThat(function.at("/VpcConfig/SecurityGroupIds")).hasSize(1);
        });
        assertThat(Synthesised.of(Environments.prod()).all("AWS::Lambda::Function"))
                .allMatch(function -> function.at("/VpcConfig").isMissingNode());
    }

    @Test
    void theyMayJoinIt() {
        assertThat(networked.all("functions", "AWS::IAM::Role").stream()
                        .filter(role -> role.text("/AssumeRolePolicyDocument/Statement/0/Principal/Service")
                                .equals("lambda.amazonaws.com")))
                .isNotEmpty()
                .allMatch(role -> role.at("/Policies").toString().contains("ec2:CreateNetworkInterface"));
    }

    @Test
    void thereAreWaysToTheServicesThatTheyCall() {
        List<String> services = networked.all("AWS::EC2::VPCEndpoint").stream()
                .map(endpoint -> endpoint.text("/ServiceName").replaceFirst(".*\\.", ""))
                .toList();
        assertThat(services).contains("s3", "dynamodb", "sqs", "kms", "secretsmanager", "athena", "sns");
    }

    @Test
    void theyReachOnlyPortsThatAreConfiguredAndNobodyReachesThem() {
        assertThat(networked.all("AWS::EC2::SecurityGroup").stream()
                        .filter(group -> group.id().equals("Functions")))
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.at("/SecurityGroupEgress")).hasSize(1);
                    assertThat(group.at("/SecurityGroupEgress/0/ToPort").asInt())
                            .isEqualTo(443);
                    assertThat(group.at("/SecurityGroupIngress").isMissingNode())
                            .isTrue();
                });
    }

    @Test
    void aKeyThatIsThereAlreadyIsTakenAndNoneIsMadeForStorage() {
        assertThat(networked.all("storage", "AWS::KMS::Key")).isEmpty();
        assertThat(networked.all("AWS::DynamoDB::Table"))
                .allMatch(
                        table -> table.text("/SSESpecification/KMSMasterKeyId").equals(Variants.DATA_KEY));
    }

    @Test
    void tagsAreOnEverythingThatTakesThem() {
        assertThat(networked.all("AWS::Lambda::Function"))
                .allMatch(function -> function.at("/Tags").toString().contains("cost-center"));
        assertThat(networked.all("AWS::SQS::Queue"))
                .allMatch(queue -> queue.at("/Tags").toString().contains("\"environment\""));
    }

    @Test
    void cdkNagFindsNothingThere() {
        assertThat(networked.findings()).noneMatch(line -> line.contains(NagTest.UNREASONED));
    }
}
