package routes.aws;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * DynamoDB whose client is spared the small calls that are made most: a row is updated or read, and rows are written
 * together, by requests of our own. Their success is told, and that a condition does not hold. Whatever is not plainly one
 * of these, and every other call, goes the way of the client: an update may then be written twice, or be refused by its own
 * first writing, as when the client itself tries again. Of a transaction the client is told the token, so that it is written
 * once.
 */
final class DirectDynamo {
    private final Supplier<DynamoDbClient> client;
    private final DirectTable table;

    private DirectDynamo(Supplier<DynamoDbClient> client, DirectTable table) {
        this.client = client;
        this.table = table;
    }

    /** @param client asked for what is not done here */
    static DynamoDbClient before(Supplier<DynamoDbClient> client, DirectTable table) {
        return Shortcut.before(DynamoDbClient.class, client, new DirectDynamo(client, table)::answer);
    }

    /**
     * Empty for what is not done here, or is not plainly answered.
     *
     * @throws DynamoDbException for a condition that does not hold
     */
    private Optional<?> answer(Object request) {
        // Such as its own patience, which only the client has.
        if (request instanceof DynamoDbRequest call
                && call.overrideConfiguration().isPresent()) {
            return Optional.empty();
        }
        if (request instanceof UpdateItemRequest update) {
            return ask("UpdateItem", update, UpdateItemResponse.builder());
        }
        if (request instanceof GetItemRequest get) {
            return ask("GetItem", get, GetItemResponse.builder());
        }
        if (request instanceof TransactWriteItemsRequest write) {
            return Optional.of(write(write));
        }
        return Optional.empty();
    }

    private TransactWriteItemsResponse write(TransactWriteItemsRequest write) {
        // Without it the client would make another one, and be refused by what was written already.
        TransactWriteItemsRequest once = write.clientRequestToken() != null
                ? write
                : write.toBuilder()
                        .clientRequestToken(UUID.randomUUID().toString())
                        .build();
        return ask("TransactWriteItems", once, TransactWriteItemsResponse.builder())
                .orElseGet(() -> client.get().transactWriteItems(once));
    }

    private <A, B extends SdkPojo & SdkBuilder<?, A>> Optional<A> ask(String operation, SdkPojo request, B builder) {
        try {
            Optional<JsonCall.Answer> answer = table.answer(operation, SdkJson.written(request));
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            if (answer.get().isSuccess()) {
                return Optional.of(SdkJson.read(answer.get().json(), builder).build());
            }
            Optional<DynamoDbException> refusal = FailedCondition.in(answer.get());
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
