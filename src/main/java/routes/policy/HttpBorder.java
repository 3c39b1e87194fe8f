package routes.policy;

import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The border to HTTP services: no redirects, no cookies, no tries of the client's own, nothing copied from a request
 * into an answer. A response has the response time-out to end, however slowly it drips, and a reader who stops before
 * its end breaks the connection instead of reading on. A response that comes while a body is being sent ends the
 * sending.
 */
public final class HttpBorder {
    private static final String USER_AGENT = "lake-routes/0.1";
    private static final TimeValue LONGEST_CONNECTION = TimeValue.ofMinutes(5);
    private static final Timeout LONGEST_WAIT_TO_CONTINUE = Timeout.ofSeconds(1);

    /** Over TLS each look for an early response takes a millisecond: with the default of 8 KiB, 40 s for 300 MiB. */
    private static final int BYTES_BETWEEN_LOOKS = 256 * 1024;

    private HttpBorder() {}

    /**
     * Adds the component of a contact, whose endpoints are {@code <component>:<URL>}. A name that nobody installed is
     * refused at the start, where plain {@code http:} would be found, and would know none of these bounds.
     */
    public static void install(CamelContext context, HttpContact contact, Clock clock) {
        HttpComponent http = new HttpComponent();
        http.setAutomaticRetriesDisabled(true);
        http.setRedirectHandlingDisabled(true);
        http.setCookieManagementDisabled(true);
        http.setAuthCachingDisabled(true);
        http.setConnectionStateDisabled(true);
        http.setContentCompressionDisabled(!contact.decodes());
        http.setCopyHeaders(false);
        http.setUserAgent(USER_AGENT);
        http.setConnectTimeout(contact.connectTimeout().toMillis());
        http.setConnectionRequestTimeout(contact.connectTimeout().toMillis());
        http.setResponseTimeout(contact.responseTimeout().toMillis());
        http.setClientConnectionManager(connections(contact.responseTimeout()));
        http.setHttpClientConfigurer(builder -> builder
            // There are no cookies: without rules for them, the list of public suffixes is not read at start.
            .setDefaultCookieSpecRegistry(name -> null)
            .setRequestExecutor(HttpRequestExecutor.builder().withWaitForContinue(LONGEST_WAIT_TO_CONTINUE).build())
            .addExecInterceptorFirst("border", new BorderCall(contact.responseTimeout(), contact.identity(), clock)));
        context.addComponent(contact.component(), http);
    }

    /** Drops every header of the message: what is to cross the border is set behind this. */
    public static void dropHeaders(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
    }

    /** Connections that the component closes when it stops. */
    private static PoolingHttpClientConnectionManager connections(Duration responseTimeout) {
        return PoolingHttpClientConnectionManagerBuilder.create()
            .setTlsSocketStrategy(tls())
            .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                .responseOutOfOrderStrategy(new MonitoringResponseOutOfOrderStrategy(BYTES_BETWEEN_LOOKS))
                .build())
            .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.of(responseTimeout)).build())
            .setDefaultConnectionConfig(ConnectionConfig.custom().setTimeToLive(LONGEST_CONNECTION).build())
            .setMaxConnTotal(200)
            .setMaxConnPerRoute(100)
            .build();
    }

    /** TLS 1.2 or newer, the host's name verified, as the identity that the call was begun with. */
    private static TlsSocketStrategy tls() {
        return (socket, host, port, attachment, context) -> {
            Object identity = HttpClientContext.cast(context).getUserToken();
            SSLContext ssl = identity instanceof SSLContext ours ? ours : SSLContexts.createSystemDefault();
            return new DefaultClientTlsStrategy(ssl, HostnameVerificationPolicy.BOTH, new DefaultHostnameVerifier())
                .upgrade(socket, host, port, attachment, context);
        };
    }
}
