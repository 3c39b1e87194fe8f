import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** S3, SQS, DynamoDB and a source API that always say yes, at once: what is timed is the function alone. */
final class Ends implements AutoCloseable {
    private static final Pattern BODY = Pattern.compile("\"MessageBody\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ID = Pattern.compile("\"Id\":\"([^\"]*)\"");
    private static final String PAGE = "{\"items\":[" + "{\"id\":\"0123456789\",\"state\":\"paid\"},".repeat(99)
            + "{\"id\":\"0123456789\",\"state\":\"paid\"}],\"has_more\":true}";
    private static final String EMPTY_LIST = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>"
            + "<Name>lake-raw</Name><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>";

    private final HttpServer server;

    Ends() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "ends");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = call.getRequestHeaders().getFirst("X-Amz-Target");
            String path = call.getRequestURI().getPath();
            if (target != null) {
                send(call, "application/x-amz-json-1.0", aws(target.substring(target.indexOf('.') + 1), body));
            } else if (path.equals("/source/data")) {
                send(call, "application/json", PAGE);
            } else if (call.getRequestMethod().equals("PUT")) {
                call.getResponseHeaders().add("ETag", "\"0123456789abcdef0123456789abcdef\"");
                send(call, "application/xml", "");
            } else {
                send(call, "application/xml", EMPTY_LIST);
            }
        }
    }

    private String aws(String operation, String body) {
        return switch (operation) {
            case "GetQueueUrl" -> "{\"QueueUrl\":\"" + url() + "/000000000000/queue\"}";
            case "SendMessageBatch" -> sent(body);
            default -> "{}";
        };
    }

    /** The SDK compares the hash of what it has sent. */
    private static String sent(String request) {
        StringBuilder entries = new StringBuilder();
        Matcher body = BODY.matcher(request);
        Matcher id = ID.matcher(request);
        while (body.find() && id.find()) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("{\"Id\":\"").append(id.group(1))
                    .append("\",\"MessageId\":\"m\",\"MD5OfMessageBody\":\"")
                    .append(md5(body.group(1).replace("\\\"", "\"")))
                    .append("\"}");
        }
        return "{\"Successful\":[" + entries + "],\"Failed\":[]}";
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private static void send(HttpExchange call, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", type);
        call.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        call.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
