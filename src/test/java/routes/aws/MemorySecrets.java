package routes.aws;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Secrets in memory, and how often they were asked for. */
public final class MemorySecrets implements SecretsManagerClient {
    private final Map<String, String> texts = new HashMap<>();
    private int asked;

    /** What the secret says from now on. */
    public synchronized void put(String name, String text) {
        texts.put(name, text);
    }

    /** How often any secret was asked for. */
    public synchronized int asked() {
        return asked;
    }

    @Override
    public synchronized GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        asked++;
        String text = texts.get(request.secretId());
        if (text == null) {
            throw ResourceNotFoundException.builder().message("no such secret").build();
        }
        return GetSecretValueResponse.builder().secretString(text).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
