package local.stubs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OAuthTest {
    private final Stubs stubs = Stubs.open(0);
    private final StubCaller caller = new StubCaller(stubs.uri());

    @AfterEach
    void close() {
        stubs.close();
    }

    @Test
    void aBearerTokenCanBeRequiredAndRevoked() throws Exception {
        caller.behave("'set':{'bearer':true}");
        assertThat(caller.page(1).statusCode()).isEqualTo(401);
        String token = caller.token("grant_type=client_credentials&client_id=local&client_secret=local");
        assertThat(caller.page(1, "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
        caller.post("/_behave", "{\"end\":\"oauth\",\"do\":\"revoke-all\"}");
        assertThat(caller.page(1, "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTokenIsGivenToAClientThatAuthenticatesByBasicAndToNoOther() throws Exception {
        String credentials = Base64.getEncoder().encodeToString("local:local".getBytes(StandardCharsets.UTF_8));
        assertThat(caller.token("grant_type=client_credentials", "Authorization", "Basic " + credentials))
                .hasSize(36);
        assertThat(caller.token("grant_type=client_credentials&client_id=local&client_secret=wrong"))
                .isEqualTo("401");
    }

    @Test
    void theTokenEndpointCanFailAndItsTokensCanExpireAtOnce() throws Exception {
        String form = "grant_type=client_credentials&client_id=local&client_secret=local";
        caller.post("/_behave", "{\"end\":\"oauth\",\"do\":\"status\",\"status\":500,\"times\":1}");
        assertThat(caller.token(form)).isEqualTo("500");
        caller.post("/_behave", "{\"end\":\"oauth\",\"set\":{\"expires_in\":0}}");
        caller.behave("'set':{'bearer':true}");
        assertThat(caller.page(1, "Authorization", "Bearer " + caller.token(form))
                        .statusCode())
                .isEqualTo(401);
        assertThat(caller.json(caller.get("/_received"))
                        .at("/oauth/pages/token/successes")
                        .asInt())
                .isEqualTo(1);
    }
}
