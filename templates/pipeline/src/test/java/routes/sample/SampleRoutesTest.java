package routes.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.LakeInMemory;
import routes.ManualClock;
import routes.lake.parquet.ColumnValues;
import routes.lake.parquet.ParquetReading;
import routes.lake.parquet.ParquetSource;
import routes.policy.Poison;
import routes.policy.Transient;
import routes.settings.Settings;
import software.amazon.awssdk.core.sync.RequestBody;

/** The story of the day: listed, read, stored; and what happens when one of these fails. */
class SampleRoutesTest extends CamelTestSupport {
    private static final String REPORT = "reports/2026-11-20.parquet";

    private final LakeInMemory memory = new LakeInMemory(new ManualClock(Instant.parse("2026-11-21T02:00:30Z")));

    @TempDir
    private Path spool;

    @Override
    protected RoutesBuilder createRouteBuilder() {
        Settings settings = new Settings(new HashMap<>(Map.of(
                "sample.source-bucket", "raw",
                "sample.prefix", "days/",
                "sample.report-bucket", "processed",
                "sample.schedule", "0 0 2 * * ?",
                "sample.catch-up", "7d")));
        SampleSettings read = SampleSettings.read(settings);
        settings.check();
        return new SampleRoutes(SampleParts.of(memory.lake(), read, spool));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private void put(String key, String content) {
        memory.s3.putObject(put -> put.bucket("raw").key(key), RequestBody.fromString(content));
    }

    private Exchange ask(Object event) {
        return template()
                .send("direct:sample-trigger", exchange -> exchange.getMessage().setBody(event));
    }

    private List<String> names() throws Exception {
        byte[] file = memory.s3.bytes(REPORT);
        ParquetReading report = ParquetReading.open(new ParquetSource() {
            @Override
            public long length() {
                return file.length;
            }

            @Override
            public void read(long position, byte[] into, int offset, int count) {
                System.arraycopy(file, (int) position, into, offset, count);
            }
        });
        ColumnValues values = report.values(0, "name");
        List<String> names = new java.util.ArrayList<>();
        while (values.next()) {
            names.add(new String(values.text(), UTF_8));
        }
        return names;
    }

    @Test
    void theFilesOfADayBecomeOneReportAndBadOnesAreCounted() throws Exception {
        put("days/2026-11-20/b.json", "{\"name\":\"b\",\"count\":2}");
        put("days/2026-11-20/a.json", "{\"name\":\"a\",\"count\":1}");
        put("days/2026-11-20/bad.json", "{\"name\":\"\"}");
        put("days/2026-11-19/old.json", "{\"name\":\"old\",\"count\":9}");
        Exchange answer = ask(Map.of("day", "2026-11-20"));
        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody())
                .isEqualTo(Map.of("day", "2026-11-20", "report_key", REPORT, "rows", 2, "refused", 1));
        assertThat(names()).containsExactly("a", "b");
        assertThat(memory.counts()).containsEntry("EventsProcessed", 2L).containsEntry("EventsFailed", 1L);
    }

    @Test
    void aSecondRunChangesNothing() {
        put("days/2026-11-20/a.json", "{\"name\":\"a\",\"count\":1}");
        ask(Map.of("day", "2026-11-20"));
        int written = memory.s3.written().size();
        assertThat(ask(Map.of("day", "2026-11-20")).getException()).isNull();
        assertThat(memory.s3.written()).hasSize(written);
    }

    @Test
    void aFileThatCannotBeReadFailsTheReportAndNothingIsStored() throws Exception {
        put("days/2026-11-20/a.json", "{\"name\":\"a\",\"count\":1}");
        AdviceWith.adviceWith(
                context(),
                "sample-report",
                route -> route.weaveById("sample-report-source").replace().process(exchange -> {
                    throw new Transient("object broke off", (java.time.Duration) null);
                }));
        assertThat(ask(Map.of("day", "2026-11-20")).getException()).hasMessage("object broke off");
        assertThat(memory.s3.keys()).containsExactly("days/2026-11-20/a.json");
    }

    @Test
    void anEventWithoutADayIsRefused() {
        assertThat(ask(Map.of("dy", "2026-11-20")).getException()).isInstanceOf(Poison.class);
    }

    @Test
    void aScheduledTimeIsReportedOnce() {
        put("days/2026-11-20/a.json", "{\"name\":\"a\",\"count\":1}");
        Map<String, Object> schedule =
                Map.of("source", "aws.events", "detail-type", "Scheduled Event", "time", "2026-11-21T02:00:00Z");
        assertThat(ask(schedule).getException()).isNull();
        assertThat(memory.s3.keys()).contains(REPORT);
        memory.s3.remove(REPORT);
        assertThat(ask(schedule).getException()).isNull();
        assertThat(memory.s3.keys()).doesNotContain(REPORT);
    }
}
