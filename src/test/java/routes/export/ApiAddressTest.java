package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.aws.MemorySecrets;
import routes.aws.Secrets;
import routes.policy.BearerTokens;

class ApiAddressTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final MemorySecrets client = new MemorySecrets();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Secrets secrets = new Secrets(() -> client, Duration.ofMinutes(10), clock);
    private final Api api = new Api(
            secrets,
            new BearerTokens(secrets, clock, () -> {}),
            ExportSamples.settings(Map.of("EXPORT_API_HOSTS", "api.example.com,api2.example.com"))
                    .api());

    private void told(String address, String tokenEndpoint) {
        client.put(
                "dev/api/credentials",
                "{\"api_base_url\":\"" + address + "\",\"token_endpoint\":\"" + tokenEndpoint + "\"}");
        secrets.refused("dev/api/credentials", NOW.plusSeconds(1));
    }

    @Test
    void aSecretThatHasChangedLeadsToItsNewAddress() {
        told("https://api.example.com/", "/token");
        assertThat(api.target()).isEqualTo(URI.create("https://api.example.com/api/data/ingest"));
        assertThat(api.target()).isEqualTo(URI.create("https://api.example.com/api/data/ingest"));
        told("https://api2.example.com/v2", "/token");
        assertThat(api.target()).isEqualTo(URI.create("https://api2.example.com/v2/api/data/ingest"));
    }

    @Test
    void aSecretThatChangesToAHostThatIsNotAllowedIsNotFollowed() {
        told("https://api.example.com", "/token");
        api.target();
        told("https://elsewhere.example.com", "/token");
        assertThatThrownBy(api::target)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none that export.api-hosts allows")
                .hasMessageNotContaining("elsewhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//elsewhere.example.com/token", "token", "/../token", "/token?to=x", "/token#x"})
    void aTokenEndpointThatIsNoPathIsRefused(String tokenEndpoint) {
        told("https://api.example.com", tokenEndpoint);
        assertThatThrownBy(api::token)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("token_endpoint of dev/api/credentials is no path that begins with one /");
    }
}
