package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import routes.lake.Contacts;
import routes.lake.Contacts.Queue;
import routes.lake.Contacts.Table;

class FlightsContactsTest {

    @Test
    void everythingThatItNeedsOutsideIsNamed() {
        Contacts contacts = FlightsContacts.of(MemoryFlights.settings("flights.secret", "prod/opensky"));
        assertThat(contacts.buckets()).containsExactly("raw", "processed");
        assertThat(contacts.queues())
                .containsExactly(Queue.of("flights-raw-events"), Queue.of("flights-processed-events"));
        assertThat(contacts.tables())
                .containsExactly(
                        new Table(
                                "flight-data-execution-tracking",
                                List.of("execution_id", "pipeline_step"),
                                Optional.empty(),
                                Optional.of("ttl")),
                        new Table("lake-circuits", List.of("service"), Optional.empty(), Optional.empty()));
        assertThat(contacts.secrets())
                .isEqualTo(Map.of("prod/opensky", List.of(List.of("client_id", "client_secret"))));
        assertThat(contacts.urls())
                .isEqualTo(Map.of(
                        "flights.base-url",
                        URI.create("https://opensky-network.org/api"),
                        "flights.token-url",
                        URI.create("https://auth.opensky-network.org/auth/realms/opensky-network/protocol/"
                                + "openid-connect/token")));
        assertThat(contacts.workgroups()).isEmpty();
        assertThat(contacts.topics()).containsExactly("arn:aws:sns:us-east-1:000000000000:lake-alerts");
    }

    @Test
    void whoIsAnonymousNeedsNoSecretAndNoTokens() {
        Contacts contacts = FlightsContacts.of(MemoryFlights.settings());
        assertThat(contacts.secrets()).isEmpty();
        assertThat(contacts.urls()).containsOnlyKeys("flights.base-url");
    }
}
