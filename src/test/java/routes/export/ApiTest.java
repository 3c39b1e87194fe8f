package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.aws.MemorySecrets;
import routes.aws.Secrets;
import routes.policy.BearerTokens;

class ApiTest {
    private static final String NAME = "dev/api/credentials";

    private final MemorySecrets client = new MemorySecrets();
    private final Clock clock = Clock.fixed(ExportSamples.AT, ZoneOffset.UTC);

    private Api api(String secret) {
        client.put(NAME, secret);
        Secrets secrets = new Secrets(() -> client, Duration.ofMinutes(5), clock);
        return new Api(
                secrets,
                new BearerTokens(secrets, clock),
                ExportSamples.settings(Map.of()).api());
    }

    private static String secret(String url, String endpoint) {
        return "{\"api_base_url\":\"" + url + "\",\"client_id\":\"c\",\"client_secret\":\"s\",\"token_endpoint\":\""
                + endpoint + "\"}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com",
                "https://api.example.com.evil.com",
                "https://evil.com/api.example.com",
                "https://evil.com#api.example.com",
                "https://api.example.com@evil.com",
                "https://api.example.com:444",
                "https://api.example.com?x=evil.com",
                "file:///etc/passwd",
                "//api.example.com",
                "h ttps://evil.com",
                ""
            })
    void anAddressThatTheSettingsDoNotAllowIsRefusedAndNotShown(String url) {
        assertThatThrownBy(() -> api(secret(url, "/oauth/token")).target())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("api_base_url of secret " + NAME + " is ")
                .hasMessageNotContaining("evil")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.com/token", "//evil.com/token", "token", "/a/../b", "/t?x=1", "/t#x", "@evil.com"})
    void aTokenEndpointThatIsNoPathIsRefusedBeforeCredentialsAreSent(String endpoint) {
        assertThatThrownBy(
                        () -> api(secret("https://api.example.com", endpoint)).token())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("is no path that begins with one /")
                .hasMessageNotContaining("evil");
    }

    @Test
    void batchesGoToThePathBelowTheAddress() {
        assertThat(api(secret("https://api.example.com/v2/", "/t")).target())
                .hasToString("https://api.example.com/v2/api/data/ingest");
        assertThat(api(secret("https://api.example.com", "/t")).target())
                .hasToString("https://api.example.com/api/data/ingest");
    }

    @Test
    void aSecretWithoutAnAddressIsNamedWithTheFieldThatItLacks() {
        assertThatThrownBy(() -> api("{\"client_secret\":\"hush\"}").target())
                .hasMessageContaining(NAME)
                .hasMessageContaining("'api_base_url'")
                .hasMessageNotContaining("hush");
    }
}
