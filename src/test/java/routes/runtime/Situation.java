package routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;

/** Messages, and what their ends do with them: each comes to the same through either door. */
enum Situation {
    GOOD("3 stored, 0 parked, 0 left, 3 asked", lake -> {
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":3}}");
        lake.send("api-a", page(1), Map.of("run_id", "run-7", "CamelHttpUri", "http://127.0.0.1:1/evil"));
    }),
    NOT_JSON("0 stored, 1 parked, 0 left, 0 asked", lake -> lake.send("api-a", "not json", Map.of())),
    NULL("0 stored, 1 parked, 0 left, 0 asked", lake -> lake.send("api-a", "null", Map.of("run_id", "run-7"))),
    UNKNOWN_ENDPOINT("0 stored, 1 parked, 0 left, 0 asked", lake -> send(lake, "api-z", "2024-02-29", 1)),
    HOSTILE_ENDPOINT("0 stored, 1 parked, 0 left, 0 asked", lake -> send(lake, "{{env:HOME}}", "2024-02-29", 1)),
    NO_SUCH_DAY("0 stored, 1 parked, 0 left, 0 asked", lake -> send(lake, "api-a", "2023-02-29", 1)),
    PAGE_BEYOND_THE_CAP("0 stored, 1 parked, 0 left, 0 asked", lake -> send(lake, "api-a", "2024-02-29", 10001)),
    REFUSED_BY_THE_SOURCE("0 stored, 1 parked, 0 left, 1 asked", lake -> {
        lake.behave("{\"end\":\"api-a\",\"do\":\"status\",\"status\":404}");
        lake.send("api-a", page(1), Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
    }),
    ANSWER_IS_NO_JSON("0 stored, 1 parked, 0 left, 1 asked", lake -> {
        lake.behave("{\"end\":\"api-a\",\"do\":\"truncated\"}");
        lake.send("api-a", page(1), Map.of());
    }),
    ONE_BAD_AMONG_GOOD_ONES("3 stored, 1 parked, 1 left, 5 asked", lake -> {
        lake.behave("{\"end\":\"api-a\",\"page\":2,\"do\":\"status\",\"status\":503}");
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":6}}");
        lake.send("api-a", page(2), Map.of());
        lake.send("api-a", "{}", Map.of());
        lake.send("api-a", page(4), Map.of());
    }),
    SOURCE_DOWN("0 stored, 0 parked, 1 left, 2 asked", Situation::sourceIsDown),
    SOURCE_DOWN_ON_THE_FIFTH_RECEIVE("0 stored, 1 parked, 0 left, 2 asked", lake -> {
        sourceIsDown(lake);
        for (int receive = 1; receive <= 4; receive++) {
            lake.receive(lake.queue("api-a"), 1, Duration.ZERO);
        }
    }),
    STORED_BEFORE("2 stored, 0 parked, 0 left, 2 asked", lake -> {
        storeEarlier(lake);
        lake.behave("{\"end\":\"api-a\",\"set\":{\"pages\":2}}");
        lake.send("api-a", page(1), Map.of());
    }),
    NEXT_PAGE_NOT_ENQUEUED("1 stored, 0 parked, 1 left, 1 asked", "sqs.SendMessageBatch", lake -> {
        lake.send("api-a", page(1), Map.of());
        refuse(lake, "sqs", "SendMessageBatch", lake.queue("api-a"));
    }),
    PARKING_REFUSED("0 stored, 0 parked, 1 left, 0 asked", "sqs.SendMessageBatch", lake -> {
        lake.send("api-a", "not json", Map.of());
        refuse(lake, "sqs", "SendMessageBatch", lake.queue("api-a") + "-dlq");
    }),
    STORE_REFUSED("0 stored, 0 parked, 1 left, 1 asked", "s3.PutObject", lake -> {
        lake.send("api-a", page(1), Map.of());
        refuse(lake, "s3", "PutObject", lake.bucket());
    });

    private static final String DAY = "2024-02-29";
    private static final String[] SETTINGS = {"ingest.catch-up", "0s", "ingest.max-attempts", "2"};

    private final String counts;
    private final String refused;
    private final Consumer<TestLake> arrange;

    /** @param counts what the world looks like in the end */
    Situation(String counts, Consumer<TestLake> arrange) {
        this(counts, "", arrange);
    }

    /** @param refused the call, as service.operation, that the gateway of the local cloud refuses */
    Situation(String counts, String refused, Consumer<TestLake> arrange) {
        this.counts = counts;
        this.refused = refused;
        this.arrange = arrange;
    }

    /** How many are stored, parked, left on the queue and asked of the source in the end. */
    String counts() {
        return counts;
    }

    /** It needs faults that only our own gateway can be told to make. */
    boolean needsGateway() {
        return !refused.isEmpty();
    }

    /** What a door leaves of it in a lake of its own. */
    World through(Door.Kind kind) throws Exception {
        try (TestLake lake = new TestLake()) {
            arrange.accept(lake);
            int before = refusedCalls(lake);
            try (Door door = kind.open(lake, SETTINGS)) {
                await(kind + " of " + this).atMost(Duration.ofSeconds(60)).until(() -> countsOf(lake), counts::equals);
                await().atMost(Duration.ofSeconds(60)).until(() -> refused.isEmpty() || refusedCalls(lake) > before);
                // Closing lets it finish the batch in hand.
                assertThat(door).isNotNull();
            }
            return World.of(lake, "api-a");
        }
    }

    /** Without looking at messages, which would hide them. */
    private static String countsOf(TestLake lake) {
        return World.counts(
                lake.keys().size(),
                lake.depth(lake.queue("api-a") + "-dlq"),
                lake.depth(lake.queue("api-a")),
                lake.received("api-a").size());
    }

    private int refusedCalls(TestLake lake) throws IOException {
        if (refused.isEmpty()) {
            return 0;
        }
        Object calls = JSON.std.mapFrom(lake.cloud("GET", "calls", "")).get(refused);
        return calls instanceof Integer count ? count : 0;
    }

    private static String page(int page) {
        return "{\"endpoint\":\"api-a\",\"ingestion_date\":\"" + DAY + "\",\"page\":" + page + "}";
    }

    private static void send(TestLake lake, String endpoint, String day, int page) {
        lake.send(
                "api-a",
                "{\"endpoint\":\"" + endpoint + "\",\"ingestion_date\":\"" + day + "\",\"page\":" + page + "}",
                Map.of());
    }

    private static void sourceIsDown(TestLake lake) {
        lake.behave("{\"end\":\"api-a\",\"do\":\"status\",\"status\":503}");
        lake.send("api-a", page(1), Map.of());
    }

    /** Page 1 lies there already, with the same content, from another run. */
    private static void storeEarlier(TestLake lake) {
        byte[] content = lake.page("api-a", DAY, 1);
        lake.reset();
        lake.clients()
                .s3()
                .putObject(
                        put -> put.bucket(lake.bucket())
                                .key("raw/source=api-a/ingestion_date=" + DAY + "/page=000001.json.gz")
                                .contentType("application/gzip")
                                .metadata(Map.of("content-sha256", sha256(content), "run-id", "earlier")),
                        RequestBody.fromString("whatever"));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void refuse(TestLake lake, String service, String operation, String match) {
        lake.cloud(
                "POST",
                "fail",
                "{\"service\":\"" + service + "\",\"operation\":\"" + operation + "\",\"match\":\"" + match
                        + "\",\"status\":403,\"code\":\"AccessDenied\",\"times\":100}");
    }
}
