package routes.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleEventsTest {
    private static final Instant AT = ExportSamples.AT;
    private static final String DETAIL = "{'table':'dev_customers_silver'}";

    private final ExportEvents events = ExportSamples.events(Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'source':'aws.event','detail-type':'Scheduled Event','detail':{}} | source | source is 'aws.event',",
                "{'source':7,'detail-type':'Scheduled Event','detail':{}} | source | source is no text, expected",
                "{'detail-type':'Scheduled Event','detail':{}} | source | source is no text, expected aws.events",
                "{'source':'aws.events','detail':{}} | detail-type | detail-type is no text, expected Scheduled Event",
                "{'source':'aws.events','detail-type':'Object Created','detail':{}} | detail-type | 'Object Created'",
                "{'source':'aws.events','detail-type':'scheduled event','detail':{}} | detail-type | expected Sched",
                "{'source':'aws.events','detail-type':'Scheduled Event'} | detail | detail is missing or no JSON",
                "{'source':'aws.events','detail-type':'Scheduled Event','detail':'x'} | detail | detail is missing",
                "{'source':'aws.events','detail-type':'Scheduled Event','table':'t','detail':{}} | table | not known",
                "{'source':'aws.events','detail-type':'Scheduled Event','':'t','detail':{}} | event | is not known"
            })
    void anEventThatIsNoScheduleIsRefusedAndExportsNothing(String event, String field, String reason) {
        assertRefused(event, Refusal.Kind.BAD_REQUEST, field, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | table | detail.table is missing, expected a table",
                "{'table':null} | table | detail.table is empty or no text",
                "{'table':' '} | table | detail.table is empty or no text",
                "{'table':['dev_customers_silver']} | table | detail.table is empty or no text",
                "{'table':'dev_customers_silver','date_filter':'always'} | date_filter | 'always', expected today,",
                "{'table':'dev_customers_silver','date_filter':''} | date_filter | is empty or no text",
                "{'table':'dev_customers_silver','date_filter':7} | date_filter | is empty or no text",
                "{'table':'dev_customers_silver','where_clause':''} | where_clause | is empty or no text",
                "{'table':'dev_customers_silver','where_clause':{}} | where_clause | is empty or no text",
                "{'table':'dev_customers_silver','where':'a = 1'} | where | field 'detail.where' is not known,",
                "{'table':'dev_customers_silver','limit':5} | limit | field 'detail.limit' is not known, expected"
            })
    void aDetailThatIsWrongIsRefusedByItsName(String detail, String field, String reason) {
        assertRefused(event(detail), Refusal.Kind.BAD_REQUEST, "detail." + field, reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prod_customers_silver",
                "DEV_CUSTOMERS_SILVER",
                "dev_customers_silver; DROP",
                "information_schema"
            })
    void aTableThatIsNotAllowedIsForbidden(String table) {
        String detail = "{'table':'" + table + "'}";
        assertRefused(event(detail), Refusal.Kind.FORBIDDEN, "detail.table", "'" + table + "', expected one that is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'today'", "7", "null", "'2026-11-20'", "'1999-12-31T23:59:59Z'", "'+12026-11-20T09:00:00Z'"})
    void aTimeThatNoScheduleCanHaveIsRefused(String time) {
        String event = event(DETAIL).replace("{'source'", "{'time':" + time + ",'source'");
        assertRefused(event, Refusal.Kind.BAD_REQUEST, "time", "time is no time such as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'rule'", "[7]", "{}", "null"})
    void aRuleThatIsNoneIsRefused(String resources) {
        String event = event(DETAIL).replace("{'source'", "{'resources':" + resources + ",'source'");
        assertRefused(event, Refusal.Kind.BAD_REQUEST, "resources", "resources is no list of texts");
    }

    @Test
    void aWhereClauseThatIsNoneIsRefusedWithoutItsValues() {
        String detail = "{'table':'dev_customers_silver','where_clause':'1=1; DROP TABLE sesame'}";
        assertThatThrownBy(() -> read(event(detail)))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("sesame");
    }

    @Test
    void withoutADateFilterAScheduleExportsYesterday() {
        ExportRequest request = read(event(DETAIL));
        assertThat(request.origin()).isEqualTo(Origin.SCHEDULE);
        assertThat(request.table()).isEqualTo("dev_customers_silver");
        assertThat(request.period()).contains(DateFilter.YESTERDAY.period(AT));
        assertThat(request.condition()).isEmpty();
        assertThat(request.limit()).isEmpty();
        assertThat(request.cut()).isFalse();
        assertThat(request.dryRun()).isFalse();
        assertThat(read(event("{'table':'dev_customers_silver','date_filter':'yesterday'}")))
                .isEqualTo(request);
    }

    @Test
    void aCapThatIsConfiguredBoundsAScheduleAndIsNotCutOffSilently() {
        ExportEvents capped = ExportSamples.events(Map.of("EXPORT_CAP", "500"));
        ExportRequest request = (ExportRequest)
                capped.read(map(event(DETAIL)), AT).get(0).asked().orElseThrow();
        assertThat(request.limit()).hasValue(500);
        assertThat(request.cut()).isFalse();
        assertThat(request.asked()).hasValue(501);
    }

    @Test
    void everyWordOfADetailReachesTheRequest() {
        String where = "region = 'US'";
        Map<String, Object> event = new HashMap<>(map(event(DETAIL)));
        event.put("detail", Map.of("table", "dev_customers_silver", "date_filter", "last_week", "where_clause", where));
        ExportRequest request =
                (ExportRequest) events.read(event, AT).get(0).asked().orElseThrow();
        assertThat(request.period()).contains(DateFilter.LAST_WEEK.period(AT));
        assertThat(request.condition()).contains(WhereClause.parse(where, ExportSamples.table("dev_customers_silver")));
    }

    @Test
    void anEventAsEventBridgeSendsItIsTheSameExportHoweverLateItComes() {
        ExportRequest first = read(fromEventBridge("daily", "2026-11-20T09:00:00Z"), AT);
        ExportRequest afterMidnight = read(fromEventBridge("daily", "2026-11-20T09:00:00Z"), AT.plusSeconds(86_400));
        assertThat(first.period()).contains(DateFilter.YESTERDAY.period(AT));
        assertThat(afterMidnight).isEqualTo(first);
    }

    @Test
    void anotherRuleAnotherTimeOrAnotherDetailIsAnotherExport() {
        String daily = fromEventBridge("daily", "2026-11-20T09:00:00Z");
        assertThat(List.of(
                        read(daily).exportId(),
                        read(fromEventBridge("hourly", "2026-11-20T09:00:00Z")).exportId(),
                        read(fromEventBridge("daily", "2026-11-20T10:00:00Z")).exportId(),
                        read(daily.replace("customers_silver", "orders_gold")).exportId(),
                        read(event(DETAIL)).exportId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void anEventWithoutATimeIsTheSameExportForItsMessageAloneHoweverOftenThatIsReceived() {
        String event = event(DETAIL).replace('\'', '"');
        Instant nextDay = AT.plusSeconds(86_400);
        String first = id(event, "m-1", AT);
        assertThat(id(event, "m-1", nextDay)).isEqualTo(first);
        assertThat(id(event, "m-2", AT)).isNotEqualTo(first);
        assertThat(id(S3Messages.json(S3Messages.sqs(event)), "m-1", nextDay)).isEqualTo(first);
    }

    @Test
    void anEventWithATimeIsTheSameExportWhateverBringsIt() {
        String event = fromEventBridge("daily", "2026-11-20T09:00:00Z");
        assertThat(id(event.replace('\'', '"'), "m-1", AT))
                .isEqualTo(id(event.replace('\'', '"'), "m-2", AT.plusSeconds(60)))
                .isEqualTo(read(event).exportId());
    }

    private String id(String event, String message, Instant at) {
        return ((ExportRequest) events.read(event, message, at).get(0).asked().orElseThrow()).exportId();
    }

    @Test
    void withoutATableOfItsOwnAProcessExportsNothingByItself() {
        assertThat(events.timer(AT)).isEmpty();
    }

    @Test
    void aProcessExportsByItsOwnClockWhatASchedulesEventWouldAskFor() {
        ExportEvents timed = ExportSamples.events(Map.of(
                "EXPORT_SCHEDULE_TABLE", "dev_customers_silver",
                "EXPORT_SCHEDULE_DATE_FILTER", "today",
                "EXPORT_SCHEDULE_WHERE", "region = 'US'"));
        Map<String, Object> event = new HashMap<>(map(event(DETAIL)));
        event.put(
                "detail",
                Map.of("table", "dev_customers_silver", "date_filter", "today", "where_clause", "region = 'US'"));
        assertThat(timed.timer(AT))
                .contains((ExportRequest) events.read(event, AT).get(0).asked().orElseThrow());
    }

    private static String event(String detail) {
        return "{'source':'aws.events','detail-type':'Scheduled Event','detail':" + detail + "}";
    }

    private static String fromEventBridge(String rule, String time) {
        return "{'version':'0','id':'53dc4d37','account':'000000000000','region':'us-east-1','time':'" + time
                + "','resources':['arn:aws:events:us-east-1:000000000000:rule/" + rule + "'],"
                + event(DETAIL).substring(1);
    }

    private ExportRequest read(String event) {
        return read(event, AT);
    }

    private ExportRequest read(String event, Instant at) {
        List<Told> told = events.read(map(event), at);
        assertThat(told)
                .singleElement()
                .satisfies(one -> assertThat(one.record()).isEmpty());
        return (ExportRequest) told.get(0).asked().orElseThrow();
    }

    private void assertRefused(String event, Refusal.Kind kind, String field, String reason) {
        assertThatThrownBy(() -> events.read(map(event), AT))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(Optional.of(refusal.kind())).contains(kind);
                    assertThat(refusal.field()).isEqualTo(field);
                    assertThat(refusal).hasMessageContaining(reason);
                });
    }

    private static Map<String, Object> map(String event) {
        try {
            return JSON.std.mapFrom(event.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalStateException("a test's event cannot be read", e);
        }
    }
}
