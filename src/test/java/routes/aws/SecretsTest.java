package routes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

class SecretsTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final MemorySecrets client = new MemorySecrets();
    private Instant now = START;
    private final Secrets secrets = new Secrets(() -> client, Duration.ofMinutes(10), new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    @Test
    void aTextThatIsNoJsonObjectIsRefusedWithoutBeingQuoted() {
        client.put("s", "hunter2 is no JSON");
        assertThatThrownBy(() -> secrets.fields("s"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("secret s is not a JSON object")
                .hasNoCause();
    }

    @Test
    void aTextThatWasNoJsonObjectIsFetchedAgainAtTheNextUse() {
        client.put("s", "hunter2 is no JSON");
        assertThatThrownBy(() -> secrets.fields("s")).isInstanceOf(IllegalStateException.class);
        client.put("s", "{\"password\":\"right\"}");
        assertThat(secrets.field("s", "password")).isEqualTo("right");
    }

    @Test
    void aPlainTextIsReadWithoutTheSpaceAroundItAndKept() {
        client.put("s", " a-key\n");
        assertThat(secrets.text("s")).isEqualTo("a-key");
        assertThat(secrets.text("s")).isEqualTo("a-key");
        assertThat(client.asked()).isEqualTo(1);
    }

    @Test
    void aBlankTextIsRefused() {
        client.put("s", " \n");
        assertThatThrownBy(() -> secrets.text("s"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("secret s is blank, expected a text");
    }

    @Test
    void aSecretThatIsNotThereIsAnErrorOfAws() {
        assertThatThrownBy(() -> secrets.fields("s")).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aFieldThatIsNullIsNotThere() {
        client.put("s", "{\"password\":null}");
        assertThat(secrets.fields("s")).isEmpty();
        assertThatThrownBy(() -> secrets.field("s", "password")).hasMessage("secret s has no field 'password'");
    }

    @Test
    void aSecretIsKeptForAWhile() {
        client.put("s", "{\"password\":\"old\"}");
        secrets.field("s", "password");
        client.put("s", "{\"password\":\"new\"}");
        now = START.plusSeconds(599);
        assertThat(secrets.field("s", "password")).isEqualTo("old");
        now = START.plusSeconds(600);
        assertThat(secrets.field("s", "password")).isEqualTo("new");
    }

    @Test
    void aSecretThatWasRefusedIsFetchedAgainUnlessItIsNewerThanItsRefusedUse() {
        client.put("s", "{\"password\":\"old\"}");
        secrets.field("s", "password");
        client.put("s", "{\"password\":\"new\"}");
        secrets.refused("s", START.minusSeconds(1));
        assertThat(secrets.field("s", "password")).isEqualTo("old");
        secrets.refused("s", START);
        assertThat(secrets.field("s", "password")).isEqualTo("new");
    }
}
