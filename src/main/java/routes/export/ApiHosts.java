package routes.export;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where records and credentials may be sent. The API's address stands in a secret: whoever can change that secret could
 * otherwise have the whole lake sent to wherever he likes.
 *
 * @param names of hosts, with their port where it is not the usual one of https
 */
record ApiHosts(List<String> names) {
    static final String EXPECTED = "hosts such as api.example.com or api.example.com:8443, separated by commas";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9][a-z0-9.-]{0,252}|\\[[0-9a-f:.]{2,45}])(:[1-9]\\d{0,4})?");

    ApiHosts {
        names = List.copyOf(names);
        for (String name : names) {
            if (!HOST.matcher(name).matches()) {
                throw new IllegalArgumentException("host is '" + name + "', expected " + EXPECTED);
            }
        }
    }

    /** Reads names that are separated by commas; {@link IllegalArgumentException} when one is none. */
    static ApiHosts parse(String text) {
        return new ApiHosts(Arrays.stream(text.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::trim)
                .toList());
    }

    /** Whether an address is one of them: https, or http to this machine, and without user, query or fragment. */
    boolean allow(URI url) {
        if (url.getHost() == null || url.getRawUserInfo() != null) {
            return false;
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        boolean https = "https".equalsIgnoreCase(url.getScheme());
        boolean http = "http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.contains(host);
        boolean plain = url.getRawQuery() == null && url.getRawFragment() == null;
        int usual = https ? 443 : 80;
        int port = url.getPort() == -1 ? usual : url.getPort();
        boolean named = names.contains(host + ":" + port) || port == usual && names.contains(host);
        return (https || http) && plain && named;
    }
}
