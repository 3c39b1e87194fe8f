package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiHostsTest {
    private static final ApiHosts HOSTS =
            ApiHosts.parse("API.example.com, api.example.com:8443, 127.0.0.1:4570, [::1]:4570, example.org:80");

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "a,,b", "https://a", "a/b", "a:", "a:0", "a:x", "*", "*.example.com", "u@a", "a b"})
    void whatIsNoListOfHostsIsRefused(String text) {
        assertThatThrownBy(() -> ApiHosts.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected hosts such as api.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/",
                "https://api.example.com.evil.org/",
                "https://api.example.com:444/",
                "http://api.example.com/",
                "http://example.org/",
                "http://api.example.com:8443/",
                "http://127.0.0.1:80/",
                "http://127.0.0.2:4570/",
                "http://169.254.169.254/",
                "https://u:p@api.example.com/",
                "https://api.example.com@evil.org/",
                "https://api.example.com/?x=1",
                "https://api.example.com/#x",
                "ftp://api.example.com/",
                "file:///etc/passwd",
                "//api.example.com/",
                "/api"
            })
    void anAddressThatIsNotNamedOrCanBeOverheardIsNotAllowed(String url) {
        assertThat(HOSTS.allow(URI.create(url))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com",
                "https://API.example.com:443/v2",
                "https://api.example.com:8443/",
                "http://127.0.0.1:4570/api",
                "http://[::1]:4570/"
            })
    void anAddressThatIsNamedIsAllowed(String url) {
        assertThat(HOSTS.allow(URI.create(url))).isTrue();
    }
}
