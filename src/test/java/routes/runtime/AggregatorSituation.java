package routes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Events and deliveries, and what their ends do with them: each comes to the same through either door. */
enum AggregatorSituation {
    GOOD("1 bundles, 1 posts, 0 + 0 left, 0 + 0 parked", lake -> {
        send(lake, created(lake, "data/a", "aaa"), created(lake, "data/b c+ü", "bbb"));
        send(lake, created(lake, "data/${sysenv.HOME}", "ccc"));
    }),
    THE_SAME_EVENT_THREE_TIMES("1 bundles, 1 posts, 0 + 0 left, 0 + 0 parked", lake -> {
        String record = created(lake, "data/a", "aaa");
        send(lake, record, record);
        send(lake, record);
    }),
    WRAPPED_BY_EVENT_BRIDGE("1 bundles, 1 posts, 0 + 0 left, 0 + 0 parked", lake -> {
        String version = lake.put("data/a+b", "aaa".getBytes(UTF_8));
        lake.lake()
                .sendTo(
                        lake.events(),
                        "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{\"bucket\":{\"name\":\""
                                + lake.landing() + "\"},\"object\":{\"key\":\"data/a+b\",\"size\":3,\"version-id\":\""
                                + version + "\"}}}",
                        Map.of());
    }),
    NO_JSON(
            "0 bundles, 0 posts, 0 + 0 left, 1 + 0 parked",
            lake -> lake.lake().sendTo(lake.events(), "no json", Map.of("CamelHttpUri", "http://127.0.0.1:1/"))),
    TEST_EVENT(
            "0 bundles, 0 posts, 0 + 0 left, 0 + 0 parked",
            lake -> lake.lake().sendTo(lake.events(), "{\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}", Map.of())),
    REMOVED(
            "0 bundles, 0 posts, 0 + 0 left, 0 + 0 parked",
            lake -> send(lake, created(lake, "data/a", "aaa").replace("ObjectCreated:Put", "ObjectRemoved:Delete"))),
    OF_ANOTHER_BUCKET(
            "0 bundles, 0 posts, 0 + 0 left, 1 + 0 parked",
            lake -> send(lake, created(lake, "data/a", "aaa").replace(lake.landing(), "another"))),
    ONE_UNSAFE_KEY_OF_TWO_RECORDS(
            "1 bundles, 1 posts, 0 + 0 left, 1 + 0 parked",
            lake -> send(lake, created(lake, "data/a", "aaa"), created(lake, "data/../../b", "bbb"))),
    GONE("1 bundles, 1 posts, 0 + 0 left, 1 + 0 parked", lake -> {
        send(lake, created(lake, "data/a", "aaa"));
        send(lake, created(lake, "data/gone", "bbb"));
        remove(lake, "data/gone");
    }),
    ALL_GONE("0 bundles, 0 posts, 0 + 0 left, 1 + 0 parked", lake -> {
        send(lake, created(lake, "data/gone", "bbb"));
        remove(lake, "data/gone");
    }),
    OVERWRITTEN_WITHOUT_A_VERSION("0 bundles, 0 posts, 0 + 0 left, 0 + 0 parked", lake -> {
        lake.put("data/a", "new");
        send(lake, record(lake.landing(), "data/a", 3, "\"eTag\":\"0123456789abcdef0123456789abcdef\""));
    }),
    THROTTLED("1 bundles, 1 posts, 1 + 0 left, 0 + 0 parked", "s3", "GetObject", "throttled", lake -> {
        send(lake, created(lake, "data/a", "aaa"));
        send(lake, created(lake, "data/throttled", "bbb"));
    }),
    THROTTLED_ON_THE_FIFTH_RECEIVE(
            "1 bundles, 1 posts, 0 + 0 left, 1 + 0 parked", "s3", "GetObject", "throttled", lake -> {
                send(lake, created(lake, "data/throttled", "bbb"));
                for (int receive = 1; receive <= 4; receive++) {
                    lake.lake().receive(lake.events(), 1, Duration.ZERO);
                }
                send(lake, created(lake, "data/a", "aaa"));
            }),
    NOTHING_CAN_BE_PLANNED(
            "0 bundles, 0 posts, 1 + 0 left, 0 + 0 parked",
            "dynamodb",
            "TransactWriteItems",
            "",
            lake -> send(lake, created(lake, "data/a", "aaa"))),
    NOTHING_CAN_BE_ARCHIVED(
            "0 bundles, 0 posts, 1 + 0 left, 0 + 0 parked",
            "s3",
            "PutObject",
            "bundle-",
            lake -> send(lake, created(lake, "data/a", "aaa"))),
    NOTHING_CAN_BE_ENQUEUED(
            "1 bundles, 0 posts, 1 + 0 left, 0 + 0 parked",
            "sqs",
            "SendMessageBatch",
            "deliveries-",
            lake -> send(lake, created(lake, "data/a", "aaa"))),
    NOTHING_CAN_BE_PARKED(
            "0 bundles, 0 posts, 1 + 0 left, 0 + 0 parked",
            "sqs",
            "SendMessageBatch",
            "-dlq",
            lake -> lake.lake().sendTo(lake.events(), "no json", Map.of())),
    REFUSED_BY_NIFI("1 bundles, 1 posts, 0 + 0 left, 0 + 1 parked", lake -> {
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":400}");
        send(lake, created(lake, "data/a", "aaa"));
    }),
    NIFI_IS_ILL_ONCE("1 bundles, 1 posts, 0 + 1 left, 0 + 0 parked", lake -> {
        lake.lake().behave("{\"end\":\"nifi\",\"do\":\"status\",\"status\":503,\"retry_after\":3600,\"times\":1}");
        send(lake, created(lake, "data/a", "aaa"));
    }),
    DELIVERY_OF_NO_BUNDLE("0 bundles, 0 posts, 0 + 0 left, 0 + 2 parked", lake -> {
        lake.lake().sendTo(lake.deliveries(), "{}", Map.of());
        lake.lake()
                .sendTo(
                        lake.deliveries(),
                        "{\"bundle_id\":\"bundle-00000000000000000000000000000000\","
                                + "\"planned_at\":\"2024-02-29T00:00:00Z\",\"run_id\":\"run-7\"}",
                        Map.of());
    }),
    CIRCUIT_OPEN("1 bundles, 0 posts, 0 + 1 left, 0 + 0 parked", lake -> {
        openCircuit(lake);
        send(lake, created(lake, "data/a", "aaa"));
    });

    private final String counts;
    private final String service;
    private final String operation;
    private final String match;
    private final Consumer<AggregatorLake> arrange;

    /** @param counts what the world looks like in the end */
    AggregatorSituation(String counts, Consumer<AggregatorLake> arrange) {
        this(counts, "", "", "", arrange);
    }

    /** The gateway of the local cloud refuses calls of the operation whose request holds {@code match}. */
    AggregatorSituation(
            String counts, String service, String operation, String match, Consumer<AggregatorLake> arrange) {
        this.counts = counts;
        this.service = service;
        this.operation = operation;
        this.match = match;
        this.arrange = arrange;
    }

    /** How many bundles, posts, messages left and messages parked there are in the end. */
    String counts() {
        return counts;
    }

    /** It needs faults that only our own gateway can be told to make. */
    boolean needsGateway() {
        return !service.isEmpty();
    }

    /** What a door leaves of it in a lake of its own. */
    AggregatorWorld through(AggregatorDoor.Kind kind) throws Exception {
        try (AggregatorLake lake = new AggregatorLake("nowhere/")) {
            arrange.accept(lake);
            int messages = lake.lake().depth(lake.events()) + lake.lake().depth(lake.deliveries());
            int before = refuse(lake);
            CountingMeter meter = new CountingMeter();
            // What is refused comes again when the world has been looked at.
            String retryDelay = needsGateway() ? "30s" : "200ms";
            try (AggregatorDoor door =
                    kind.open(lake, meter, "aggregator.batch-timeout", "500ms", "aggregator.retry-delay", retryDelay)) {
                await(kind + " of " + this)
                        .atMost(Duration.ofSeconds(60))
                        .until(
                                () -> isWorkedOn(lake, meter, messages, before) ? countsOf(lake) : "not worked on",
                                counts::equals);
                // Closing lets it finish the batch in hand.
                assertThat(door).isNotNull();
            }
            return AggregatorWorld.of(lake, meter);
        }
    }

    /** Without looking at messages, which would hide them. */
    private static String countsOf(AggregatorLake lake) {
        TestLake all = lake.lake();
        int posts = lake.nifi().values().stream()
                .mapToInt(bundle -> (int) bundle.get("posts"))
                .sum();
        return lake.bundles().size() + " bundles, " + posts + " posts, " + all.depth(lake.events()) + " + "
                + all.depth(lake.deliveries()) + " left, " + all.depth(lake.events() + "-dlq") + " + "
                + all.depth(lake.deliveries() + "-dlq") + " parked";
    }

    /** Every message has come to something, or what it came to is that a call was refused. */
    private boolean isWorkedOn(AggregatorLake lake, CountingMeter meter, int messages, int before) throws IOException {
        long counted = meter.of("EventsProcessed{pipeline=aggregator}") + meter.of("EventsFailed{pipeline=aggregator}");
        return needsGateway() ? calls(lake) > before : counted >= messages;
    }

    private int refuse(AggregatorLake lake) throws IOException {
        if (!needsGateway()) {
            return 0;
        }
        String call = "\"service\":\"" + service + "\",\"operation\":\"" + operation + "\",\"match\":\"" + match + "\"";
        lake.lake().cloud("POST", "fail", "{" + call + ",\"status\":403,\"code\":\"AccessDenied\",\"times\":100}");
        return calls(lake);
    }

    private int calls(AggregatorLake lake) throws IOException {
        Object calls = JSON.std.mapFrom(lake.lake().cloud("GET", "calls", "")).get(service + "." + operation);
        return calls instanceof Integer count ? count : 0;
    }

    private static void send(AggregatorLake lake, String... records) {
        lake.lake().sendTo(lake.events(), "{\"Records\":[" + String.join(",", records) + "]}", Map.of());
    }

    /** Puts an object, and answers the record that S3 would send of it. */
    private static String created(AggregatorLake lake, String key, String content) {
        String version = lake.put(key, content.getBytes(UTF_8));
        return record(lake.landing(), key, content.length(), "\"versionId\":\"" + version + "\"");
    }

    private static String record(String bucket, String key, int size, String more) {
        return "{\"eventVersion\":\"2.1\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"" + bucket
                + "\"},\"object\":{\"key\":\"" + URLEncoder.encode(key, UTF_8) + "\",\"size\":" + size + "," + more
                + "}}}";
    }

    private static void remove(AggregatorLake lake, String key) {
        var s3 = lake.lake().clients().s3();
        s3.listObjectVersions(list -> list.bucket(lake.landing()).prefix(key))
                .versions()
                .forEach(version -> s3.deleteObject(
                        delete -> delete.bucket(lake.landing()).key(key).versionId(version.versionId())));
    }

    /** As the row stands after NiFi was down for a while, and for an hour to come. */
    private static void openCircuit(AggregatorLake lake) {
        Map<String, AttributeValue> row = new TreeMap<>();
        Map.of("version", "1", "generation", "1", "trips", "1")
                .forEach((name, number) -> row.put(name, AttributeValue.fromN(number)));
        Instant now = Instant.now();
        Map.of(
                        "service", "aggregator-nifi",
                        "writer", "a-test",
                        "state", "open",
                        "since", now.toString(),
                        "until", now.plus(Duration.ofHours(1)).toString())
                .forEach((name, text) -> row.put(name, AttributeValue.fromS(text)));
        lake.lake()
                .clients()
                .dynamoDb()
                .putItem(put -> put.tableName(lake.circuits()).item(row));
    }
}
