package infra.functions;

import java.util.Optional;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Code;

/**
 * What all functions share.
 *
 * @param code of them all
 * @param dataKey ARN of the key of buckets and tables
 * @param messagingKey ARN of the key of queues and topics
 * @param logsKey of log groups
 * @param variablesKey of environment variables
 * @param application of CodeDeploy; empty where releases are not gradual
 * @param securityGroup id; empty without a network
 */
record FunctionSurroundings(
        Code code,
        String dataKey,
        String messagingKey,
        IKey logsKey,
        IKey variablesKey,
        Optional<LambdaApplication> application,
        String securityGroup) {}
