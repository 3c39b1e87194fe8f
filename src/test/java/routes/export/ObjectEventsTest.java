package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static routes.export.S3Messages.created;
import static routes.export.S3Messages.notification;
import static routes.export.S3Messages.record;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;
import routes.lake.S3Record;

class ObjectEventsTest {
    private static final String KEY = "silver/customers/x.parquet";
    private static final Map<String, Object> OBJECT = Map.of("size", 12, "sequencer", "00AB");

    private final ExportEvents events = ExportSamples.events(Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x.parquet",
                "silver/x.parquet",
                "silver/unknown/x.parquet",
                "Silver/customers/x.parquet",
                "silver/Customers/x.parquet",
                "/silver/customers/x.parquet",
                "gold/customers/x.parquet",
                "silver/orders/x.parquet",
                "silver/cust omers/x.parquet",
                "silver//x.parquet",
                "silver/customers\"/x.parquet"
            })
    void aKeyThatLeadsToNoKnownTableIsForbidden(String key) {
        Refusal refusal = refusal(created(key));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(refusal.field()).isEqualTo("key");
        assertThat(refusal).hasMessageContaining("expected");
    }

    @Test
    void twoKeysNeverLeadToOneTableBecauseOfTheirUnderscores() {
        ExportEvents ambiguous = ExportSamples.events(Map.of(
                "EXPORT_TABLES", "dev_a_b_c",
                "EXPORT_TABLES_DEV_A_B_C_COLUMNS", "processed_timestamp:timestamp"));
        List<Told> told = ambiguous.read(notification(created("c/a_b/x"), created("b_c/a/x")), ExportSamples.AT);
        assertThat(told.get(0).asked()).isPresent();
        assertThat(told.get(1).refusal()).isPresent();
    }

    @Test
    void anotherBucketIsForbidden() {
        Refusal refusal = refusal(record("ObjectCreated:Put", "lake-raw", KEY, OBJECT));
        assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
        assertThat(refusal).hasMessage("bucket is 'lake-raw', expected lake-processed");
    }

    @Test
    void anObjectThatNothingTellsFromItsNextContentIsRefused() {
        assertThat(refusal(record("ObjectCreated:Put", "lake-processed", KEY, Map.of("size", 1))))
                .hasMessageContaining("has no version, sequencer or ETag");
    }

    @Test
    void aKeyThatAthenaTakesNoParameterOfIsRefused() {
        int room = ExportQuery.LONGEST_PARAMETER - "'s3://lake-processed/silver/customers/'".length();
        assertThat(request(created("silver/customers/" + "x".repeat(room))).object())
                .isPresent();
        assertThat(refusal(created("silver/customers/" + "x".repeat(room + 1))))
                .hasMessageContaining("1025 characters as a parameter, expected at most 1024");
        assertThat(refusal(created("silver/customers/" + "x".repeat(room - 1) + "'")))
                .hasMessageContaining("1025 characters as a parameter, expected at most 1024");
    }

    @Test
    void aRecordThatIsWrongDoesNotTakeTheOthersWithIt() {
        Map<String, Object> unreadable = Map.of("eventVersion", "1.0");
        List<Told> told = events.read(
                notification(created(KEY), unreadable, created("silver/unknown/x"), created(KEY + "2")),
                ExportSamples.AT);
        assertThat(told).extracting(one -> one.asked().isPresent()).containsExactly(true, false, false, true);
        assertThat(told).extracting(one -> one.refusal().isPresent()).containsExactly(false, true, true, false);
        List<S3Record> refused = told.stream()
                .filter(one -> one.refusal().isPresent())
                .map(one -> one.record().orElseThrow())
                .toList();
        assertThat(S3Record.message(refused))
                .contains("\"1.0\"", "silver/unknown/x")
                .doesNotContain("customers");
    }

    @ParameterizedTest
    @CsvSource({
        "ObjectRemoved:Delete, silver/customers/x.parquet, 12, no new content: the event is REMOVED",
        "ObjectTagging:Put, silver/customers/x.parquet, 12, no new content: the event is OTHER",
        "ObjectCreated:Put, silver/customers/, 0, the object is a folder",
        "ObjectCreated:Put, silver/, 0, the object is a folder",
        "ObjectCreated:Put, silver/customers/x.parquet, 0, the object is empty",
        "ObjectCreated:Put, gold/orders/metadata/1.json, 12, 'the object is Iceberg''s metadata: it holds no rows'",
        "ObjectCreated:Put, gold/orders/metadata/a/b.avro, 12, 'the object is Iceberg''s metadata: it holds no rows'"
    })
    void anEventThatBringsNoRowsAsksForNothing(String name, String key, int size, String reason) {
        Map<String, Object> record = record(name, "lake-processed", key, Map.of("size", size, "sequencer", "00AB"));
        assertThat(told(record).asked()).contains(new Nothing(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gold/orders/data/metadata/x.parquet",
                "gold/orders/metadata",
                "gold/orders/metadata.parquet",
                "silver/customers/metadata/x.parquet"
            })
    void whatIsOnlyCalledLikeMetadataIsExported(String key) {
        assertThat(request(created(key)).object().orElseThrow().key()).isEqualTo(key);
    }

    @Test
    void anObjectsEventExportsTheRowsOfThatObjectAlone() {
        ExportRequest request = request(created(KEY));
        assertThat(request.origin()).isEqualTo(Origin.OBJECT);
        assertThat(request.table()).isEqualTo("dev_customers_silver");
        assertThat(request.object()).contains(new ObjectName("lake-processed", KEY));
        assertThat(request.period()).isEmpty();
        assertThat(request.condition()).isEmpty();
        assertThat(request.limit()).isEmpty();
        assertThat(request.cut()).isFalse();
        assertThat(ExportQuery.of(request, ExportSamples.table("dev_customers_silver"), "processed_timestamp")
                        .parameters())
                .containsExactly("'s3://lake-processed/" + KEY + "'");
    }

    @Test
    void aCapThatIsConfiguredBoundsAnObjectAndIsNotCutOffSilently() {
        ExportEvents capped = ExportSamples.events(Map.of("EXPORT_CAP", "500"));
        ExportRequest request = (ExportRequest) capped.read(notification(created(KEY)), ExportSamples.AT)
                .get(0)
                .asked()
                .orElseThrow();
        assertThat(request.limit()).hasValue(500);
        assertThat(request.cut()).isFalse();
        assertThat(request.asked()).hasValue(501);
    }

    @Test
    void aKeyIsDecodedOnceAndEveryObjectIsFoundByItsName() {
        Cases.forAll(generator -> {
            String key = "silver/customers/" + generator.text(60).replace("/", "") + "x";
            assertThat(request(created(key)).object()).contains(new ObjectName("lake-processed", key));
        });
    }

    @Test
    void theSameContentIsTheSameExportHoweverOftenS3TellsOfIt() {
        ExportRequest first = request(created(KEY));
        assertThat(request(created(KEY))).isEqualTo(first);
        Map<String, Object> later = record("ObjectCreated:Put", "lake-processed", KEY, Map.of("sequencer", "00AC"));
        assertThat(request(later).exportId()).isNotEqualTo(first.exportId());
    }

    @Test
    void theTestEventOfS3AsksForNothing() {
        String test = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"lake-processed\"}";
        assertThat(events.read(test, "m-1", ExportSamples.AT))
                .containsExactly(Told.of(new Nothing("test event of S3: it holds no objects")));
    }

    @Test
    void aMessageWithoutRecordsIsRefusedAsAWhole() {
        assertThatThrownBy(() -> events.read(notification(), ExportSamples.AT))
                .isInstanceOf(Refusal.class)
                .hasMessage("Records is empty, expected at least one");
    }

    private Told told(Map<String, Object> record) {
        List<Told> told = events.read(notification(record), ExportSamples.AT);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).record()).isPresent();
        return told.get(0);
    }

    private ExportRequest request(Map<String, Object> record) {
        return (ExportRequest) told(record).asked().orElseThrow();
    }

    private Refusal refusal(Map<String, Object> record) {
        return told(record).refusal().orElseThrow();
    }
}
