package routes.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * HTTP for AWS: Apache's minimal client, which is a pool of connections, without redirects, cookies or tries of its own, which
 * the SDK neither wants nor needs. It takes half the processor time of the JDK's URL connections (docs/performance.md), and
 * knows no proxy.
 */
final class PooledHttp implements SdkHttpClient {
    /** As many as there are callers: whoever reads a body may have to ask for something else meanwhile. */
    private static final int CONNECTIONS = 10_000;

    /** What changes its addresses, as S3 does, is asked for them anew. */
    private static final TimeValue LONGEST_CONNECTION = TimeValue.ofMinutes(5);

    private static final TimeValue PERHAPS_CLOSED_AFTER = TimeValue.ofSeconds(1);

    private final CloseableHttpClient http;

    /** @param silence longest time without a byte from the service */
    PooledHttp(Duration connecting, Duration silence) {
        this(connecting, silence, SSLContexts.createSystemDefault());
    }

    /** @param trust whom it believes */
    PooledHttp(Duration connecting, Duration silence, SSLContext trust) {
        this.http = HttpClients.createMinimal(PoolingHttpClientConnectionManagerBuilder.create()
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(CONNECTIONS)
                // The JDK compares the name with the certificate itself.
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(
                        trust, HostnameVerificationPolicy.BUILTIN, NoopHostnameVerifier.INSTANCE))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connecting))
                        .setSocketTimeout(Timeout.of(silence))
                        .setTimeToLive(LONGEST_CONNECTION)
                        .setValidateAfterInactivity(PERHAPS_CLOSED_AFTER)
                        .build())
                .build());
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(request);
    }

    @Override
    public void close() {
        http.close(CloseMode.GRACEFUL);
    }

    @Override
    public String clientName() {
        return "Pooled";
    }

    /** One request, sent once. */
    private final class Call implements ExecutableHttpRequest {
        private final HttpHost host;
        private final Message message;

        Call(HttpExecuteRequest request) {
            SdkHttpRequest asked = request.httpRequest();
            // The port of the scheme is left out, as in the Host header that is signed.
            int port = SdkHttpUtils.isUsingStandardPort(asked.protocol(), asked.port()) ? -1 : asked.port();
            this.host = new HttpHost(asked.protocol(), asked.host(), port);
            String query =
                    asked.encodedQueryParameters().map(text -> "?" + text).orElse("");
            String path = asked.encodedPath().isEmpty() ? "/" : asked.encodedPath();
            this.message = new Message(asked.method().name(), host, path + query);
            asked.forEachHeader((name, values) -> {
                // The length is the entity's, and told by it.
                if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                    values.forEach(value -> message.addHeader(name, value));
                }
            });
            long length = asked.firstMatchingHeader(HttpHeaders.CONTENT_LENGTH)
                    .map(Long::parseLong)
                    .orElse(-1L);
            request.contentStreamProvider()
                    .map(ContentStreamProvider::newStream)
                    .ifPresent(content -> message.setEntity(new InputStreamEntity(content, length, null)));
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            if (message.isCancelled()) {
                throw new InterruptedIOException("the request was broken off before it was sent");
            }
            ClassicHttpResponse answer = http.executeOpen(host, message, HttpClientContext.create());
            SdkHttpResponse.Builder response =
                    SdkHttpResponse.builder().statusCode(answer.getCode()).statusText(answer.getReasonPhrase());
            answer.headerIterator()
                    .forEachRemaining(header -> response.appendHeader(header.getName(), header.getValue()));
            HttpExecuteResponse.Builder whole = HttpExecuteResponse.builder().response(response.build());
            if (answer.getEntity() != null) {
                InputStream body = answer.getEntity().getContent();
                whole.responseBody(AbortableInputStream.create(body, message::cancel));
            }
            return whole.build();
        }

        @Override
        public void abort() {
            message.cancel();
        }
    }

    /** Can be broken off while somebody waits for its answer or reads it. */
    private static final class Message extends BasicClassicHttpRequest implements CancellableDependency {
        private static final Cancellable NOTHING_YET = () -> false;

        private final AtomicReference<Cancellable> exchange = new AtomicReference<>(NOTHING_YET);
        private volatile boolean cancelled;

        Message(String method, HttpHost host, String path) {
            super(method, host, path);
        }

        @Override
        public void setDependency(Cancellable dependency) {
            exchange.set(dependency);
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean cancel() {
            cancelled = true;
            return exchange.get().cancel();
        }
    }
}
