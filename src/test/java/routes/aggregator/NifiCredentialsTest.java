package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.aggregator.Authority.Identity;
import routes.aws.MemorySecrets;
import routes.aws.Secrets;

class NifiCredentialsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:nifi-AbCdEf";

    @TempDir
    private static Path directory;

    private static Identity elliptic;
    private static Identity rsa;

    private final MemorySecrets client = new MemorySecrets();
    private final NifiCredentials credentials = new NifiCredentials(
            new Secrets(() -> client, Duration.ofMinutes(10), Clock.fixed(NOW, ZoneOffset.UTC)), Optional.of(ARN));

    @BeforeAll
    static void certify() {
        Authority authority = Authority.named("authority", directory);
        elliptic = authority.self();
        rsa = authority.issue("client", "RSA", "eku=clientAuth");
    }

    private void put(Map<String, String> fields) throws IOException {
        client.put(ARN, JSON.std.asString(fields));
    }

    private static Map<String, String> certified(Identity who) {
        return new TreeMap<>(Map.of("certificate", who.certificate(), "private_key", who.privateKey()));
    }

    @Test
    void nothingIsFetchedBeforeItIsNeeded() {
        assertThat(credentials.exist()).isTrue();
        assertThat(client.asked()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"username,password", "password,username"})
    void oneOfAPairIsRefusedAndTheOtherNamed(String given, String lacking) throws IOException {
        put(Map.of(given, "hunter2"));
        assertThatThrownBy(credentials::authorization)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("secret " + ARN + " has no field '" + lacking + "'");
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() throws IOException {
        put(Map.of("certificate", rsa.certificate()));
        assertThatThrownBy(credentials::context).hasMessage("secret " + ARN + " has no field 'private_key'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "-----BEGIN RSA PRIVATE KEY-----\naHVudGVyMg==\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\naHVudGVyMg==\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\naHVudGVyMg==\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\naHVudGVyMg\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n====\n-----END PRIVATE KEY-----"
            })
    void aKeyThatIsNoneIsRefusedWithoutBeingQuoted(String key) throws IOException {
        Map<String, String> secret = certified(rsa);
        secret.put("private_key", key);
        put(secret);
        assertThat(wholeTextOf(catchThrowable(credentials::context)))
                .contains("secret " + ARN + ": private_key is no")
                .doesNotContain("hunter2", "aHVudGVyMg", "====");
    }

    @Test
    void aKeyOfAnotherKindThanItsCertificateIsRefused() throws IOException {
        Map<String, String> secret = certified(rsa);
        secret.put("private_key", elliptic.privateKey());
        put(secret);
        assertThatThrownBy(credentials::context).hasMessageEndingWith("private_key is no key for the certificate");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws IOException {
        Map<String, String> secret = certified(elliptic);
        secret.put("private_key", Authority.named("other", directory).self().privateKey());
        put(secret);
        assertThatThrownBy(credentials::context).hasMessageEndingWith("private_key belongs to another certificate");
    }

    @ParameterizedTest
    @CsvSource({"certificate,hunter2", "ca,hunter2", "ca,''", "certificate,-----BEGIN CERTIFICATE-----hunter2"})
    void aCertificateThatIsNoneIsRefusedWithoutBeingQuoted(String field, String text) throws IOException {
        Map<String, String> secret = certified(rsa);
        secret.put(field, text);
        put(secret);
        assertThat(wholeTextOf(catchThrowable(credentials::context)))
                .contains("IllegalStateException", "certificate or ca")
                .doesNotContain("hunter2");
    }

    @Test
    void nobodyHasNoHeaderAndTheTrustOfTheJdk() throws Exception {
        NifiCredentials nobody = new NifiCredentials(
                new Secrets(() -> client, Duration.ofMinutes(10), Clock.systemUTC()), Optional.empty());
        assertThat(nobody.exist()).isFalse();
        assertThat(nobody.authorization()).isEmpty();
        assertThat(nobody.context()).isSameAs(nobody.context());
        nobody.refused(NOW);
        assertThat(client.asked()).isZero();
    }

    @Test
    void userAndPasswordAreABasicHeaderInUtf8() throws IOException {
        put(Map.of("username", "lake", "password", "pässwörd:1"));
        assertThat(credentials.authorization()).hasValue("Basic bGFrZTpww6Rzc3fDtnJkOjE=");
    }

    @Test
    void aCertificateAloneIsNoHeader() throws IOException {
        put(certified(elliptic));
        assertThat(credentials.authorization()).isEmpty();
        assertThat(credentials.context()).isNotNull();
    }

    @Test
    void theSameContextHoldsUntilTheSecretSaysSomethingElse() throws IOException {
        put(certified(elliptic));
        SSLContext first = credentials.context();
        credentials.refused(NOW);
        assertThat(credentials.context()).isSameAs(first);
        put(certified(rsa));
        assertThat(credentials.context()).isSameAs(first);
        credentials.refused(NOW);
        assertThat(credentials.context()).isNotSameAs(first);
        assertThat(client.asked()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "https://nifi.example.com:9443/contentListener, true",
        "http://127.0.0.1:4570/nifi/contentListener, true",
        "http://localhost:4570/nifi/contentListener, true",
        "http://[::1]:4570/nifi/contentListener, true",
        "http://nifi.example.com/contentListener, false",
        "http://10.0.0.1/contentListener, false",
        "http://127.0.0.1.example.com/contentListener, false",
        "http://localhost.example.com/contentListener, false"
    })
    void credentialsAreToldOverTlsOrOnThisMachineOnly(URI url, boolean may) {
        assertThat(NifiCredentials.mayBeToldTo(url)).isEqualTo(may);
    }

    private static String wholeTextOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
