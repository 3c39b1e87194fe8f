package routes.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * DynamoDB's answer that a condition does not hold, as the exception that its client would throw: claims are made to be
 * refused, and to ask twice would tell nothing new.
 */
final class FailedCondition {
    private static final int BAD_REQUEST = 400;
    private static final JsonFactory JSON = new JsonFactory();

    private String code = "";
    private String message = "";

    private FailedCondition() {}

    /**
     * The exception; empty for any other answer.
     *
     * @throws IOException for what is not the JSON of an answer
     */
    static Optional<DynamoDbException> in(JsonCall.Answer answer) throws IOException {
        if (answer.head().statusCode() != BAD_REQUEST) {
            return Optional.empty();
        }
        FailedCondition failed = new FailedCondition();
        failed.read(answer.json());
        return switch (failed.code) {
            case "ConditionalCheckFailedException" ->
                failed.exception(answer.head(), SdkJson.read(answer.json(), ConditionalCheckFailedException.builder()));
            case "TransactionCanceledException" ->
                failed.exception(answer.head(), SdkJson.read(answer.json(), TransactionCanceledException.builder()));
            default -> Optional.empty();
        };
    }

    private void read(byte[] answer) throws IOException {
        try (JsonParser json = JSON.createParser(answer)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
                if (isText && name.equals("__type")) {
                    // Behind the name and version of the service.
                    code = json.getText().substring(json.getText().lastIndexOf('#') + 1);
                } else if (isText && name.equalsIgnoreCase("message")) {
                    message = json.getText();
                }
                json.skipChildren();
            }
        }
    }

    private Optional<DynamoDbException> exception(SdkHttpResponse head, DynamoDbException.Builder builder) {
        builder.statusCode(head.statusCode())
                .requestId(head.firstMatchingHeader("x-amzn-RequestId").orElse(null))
                .message(message)
                .numAttempts(1)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("DynamoDb")
                        .errorCode(code)
                        .errorMessage(message)
                        .sdkHttpResponse(head)
                        .build());
        return Optional.of((DynamoDbException) builder.build());
    }
}
