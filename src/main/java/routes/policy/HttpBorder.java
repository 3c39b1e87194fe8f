package routes.policy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * The border to HTTP services: no redirects, no cookies, no tries of the client's own, nothing copied from a request into
 * an answer. A response has the response time-out to end, however slowly it drips, and a reader who stops before its end
 * breaks the connection instead of reading on.
 */
public final class HttpBorder {

    private static final String USER_AGENT = "lake-routes/0.1";

    private HttpBorder() {}

    /** Configures the components {@code http} and {@code https} of a context. */
    public static void install(CamelContext context, Duration connectTimeout, Duration responseTimeout, Clock clock) {
        for (String scheme : new String[] {"http", "https"}) {
            HttpComponent http = new HttpComponent();
            http.setAutomaticRetriesDisabled(true);
            http.setRedirectHandlingDisabled(true);
            http.setCookieManagementDisabled(true);
            http.setAuthCachingDisabled(true);
            http.setCopyHeaders(false);
            http.setUserAgent(USER_AGENT);
            http.setConnectTimeout(connectTimeout.toMillis());
            http.setConnectionRequestTimeout(connectTimeout.toMillis());
            http.setResponseTimeout(responseTimeout.toMillis());
            http.setSoTimeout(responseTimeout.toMillis());
            http.setMaxTotalConnections(200);
            http.setConnectionsPerRoute(100);
            http.setConnectionTimeToLive(Duration.ofMinutes(5).toMillis());
            http.setHttpClientConfigurer(builder -> bounded(builder, responseTimeout, clock));
            context.addComponent(scheme, http);
        }
    }

    /** Drops every header of the message: what is to cross the border is set behind this. */
    public static void dropHeaders(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
    }

    private static void bounded(HttpClientBuilder builder, Duration responseTimeout, Clock clock) {
        // There are no cookies: without rules for them, the list of public suffixes is not read at start.
        builder.setDefaultCookieSpecRegistry(name -> null);
        builder.addExecInterceptorFirst("bounded", (request, scope, chain) -> {
            Instant end = clock.instant().plus(responseTimeout);
            ClassicHttpResponse response = proceed(request, scope, chain);
            if (response.getEntity() != null) {
                response.setEntity(new Bounded(response.getEntity(), scope, end, clock));
            }
            return response;
        });
    }

    private static ClassicHttpResponse proceed(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        return chain.proceed(request, scope);
    }

    /** A response body that knows when it has to end, and how to be left early. */
    private static final class Bounded extends HttpEntityWrapper {
        private final ExecChain.Scope scope;
        private final Instant end;
        private final Clock clock;

        Bounded(HttpEntity entity, ExecChain.Scope scope, Instant end, Clock clock) {
            super(entity);
            this.scope = scope;
            this.end = end;
            this.clock = clock;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new Content(super.getContent());
        }

        private final class Content extends java.io.FilterInputStream {
            private boolean ended;

            Content(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                inTime();
                return ended(super.read());
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws IOException {
                inTime();
                return ended(super.read(bytes, offset, count));
            }

            @Override
            public void close() throws IOException {
                if (!ended) {
                    ended = true;
                    scope.execRuntime.discardEndpoint();
                }
                super.close();
            }

            private void inTime() throws IOException {
                if (!clock.instant().isBefore(end)) {
                    throw new IOException("the response took longer than it may");
                }
            }

            private int ended(int read) {
                ended |= read < 0;
                return read;
            }
        }
    }
}
