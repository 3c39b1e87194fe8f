package routes.observe.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

class LogLinesTest {
    private static final Clock ONE_O_CLOCK = Clock.fixed(Instant.parse("2026-11-19T01:00:00.007Z"), ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LogOutput output = new LogOutput(out, ONE_O_CLOCK, Level.INFO, new JsonLayout());
    private final LineLogger log = new LineLogger("routes.ingest.RawZone", output);

    @AfterEach
    void forget() {
        MDC.clear();
    }

    @Test
    void aLineIsOneJsonObjectWithTheFieldsOfTheThreadAndOfTheCall() {
        MDC.put("pipeline", "ingest");
        MDC.put("runId", "ingest-20261119T010000Z-3f9a1c07");
        log.atInfo()
                .addKeyValue("objectKey", "raw/page=000001.json.gz")
                .addKeyValue("records", 50)
                .addKeyValue("changed", true)
                .log("stored page {} of {}", 1, "api-a");
        assertThat(written())
                .isEqualTo(
                        "{\"time\":\"2026-11-19T01:00:00.007Z\",\"level\":\"INFO\",\"logger\":\"routes.ingest.RawZone\","
                                + "\"message\":\"stored page 1 of api-a\",\"pipeline\":\"ingest\","
                                + "\"runId\":\"ingest-20261119T010000Z-3f9a1c07\",\"objectKey\":\"raw/page=000001.json.gz\","
                                + "\"records\":50,\"changed\":true}\n");
    }

    @Test
    void aLineOfTextIsForPeople() {
        output.configure(Level.INFO, new TextLayout());
        MDC.put("pipeline", "ingest");
        log.atWarn()
                .addKeyValue("reason", "no answer")
                .addKeyValue("attempt", 2)
                .log("tried\nagain");
        assertThat(written())
                .isEqualTo("2026-11-19T01:00:00.007Z WARN  ["
                        + Thread.currentThread().getName() + "] routes.ingest.RawZone: tried again"
                        + " pipeline=ingest reason=\"no answer\" attempt=2\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two\nlines",
                "\r\n{\"level\":\"ERROR\"}",
                "quote \" and \\ backslash",
                "tab\tnull\0bell\u0007escape\u001b[2J",
                "separators \u0085 \u2028 \u2029",
                "emoji \ud83d\ude80 and ünïcödé",
                "delete \u007f"
            })
    void aHostileTextComesBackUnchangedFromJsonAndStaysOnOneLine(String hostile) throws IOException {
        log.atInfo()
                .addKeyValue("objectKey", hostile)
                .addKeyValue(hostile, "name")
                .log(hostile);
        assertThat(object())
                .containsEntry("message", hostile)
                .containsEntry("objectKey", hostile)
                .containsEntry(hostile, "name");
        assertThat(written().stripTrailing()).matches(LogLinesTest::hasNoControls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "a\rb", "escape\u001b[2J", "line\u2028separator", "\u0085"})
    void aHostileTextStaysOnOneLineOfText(String hostile) {
        output.configure(Level.INFO, new TextLayout());
        log.atInfo().addKeyValue("key", hostile).addKeyValue(hostile, "name").log(hostile);
        assertThat(written()).endsWith("\n");
        String line = written().substring(0, written().length() - 1);
        assertThat(line).matches(LogLinesTest::hasNoControls);
    }

    @Test
    void aLoneSurrogateIsReplaced() throws IOException {
        log.info("high \ud83d, low \ude80, pair \ud83d\ude80");
        assertThat(object()).containsEntry("message", "high \ufffd, low \ufffd, pair \ud83d\ude80");
    }

    @Test
    void anyTextBecomesAnObjectThatCanBeRead() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            out.reset();
            String any = random.ints(random.nextInt(200), 0, 0x10000)
                    .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                    .toString();
            log.info("{}", any);
            assertThat(object()).containsEntry("message", SafeText.cut(any, SafeText.LIMIT));
        }
    }

    @ParameterizedTest
    @CsvSource({"x, 32768", "ü, 16384", "€, 10922", "🚀, 8192"})
    void aMessageIsCutAt32KiBWithAMark(String character, int kept) throws IOException {
        int characters = 1024 * 1024 / character.length();
        log.info(character.repeat(characters));
        assertThat(object())
                .containsEntry(
                        "message",
                        character.repeat(kept) + "… (cut, " + characters * character.length() + " characters)");
    }

    @Test
    void aMessageOf32KiBIsKept() throws IOException {
        log.info("x".repeat(32 * 1024));
        assertThat(object()).containsEntry("message", "x".repeat(32 * 1024));
    }

    @Test
    void numbersStayNumbersAndWhatIsNoJsonNumberBecomesText() throws IOException {
        log.atInfo()
                .addKeyValue("long", Long.MAX_VALUE)
                .addKeyValue("decimal", new BigDecimal("1E+3"))
                .addKeyValue("ratio", 0.25)
                .addKeyValue("nan", Double.NaN)
                .addKeyValue("nothing", (Object) null)
                .addKeyValue("list", List.of(1, 2))
                .log("numbers");
        assertThat(written())
                .contains(
                        "\"long\":9223372036854775807,\"decimal\":1E+3,\"ratio\":0.25,\"nan\":\"NaN\",\"nothing\":null,"
                                + "\"list\":\"[1, 2]\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "dbPassword",
                "access_token",
                "client-secret",
                "Authorization",
                "api-key",
                "X-Api-Key"
            })
    void aFieldThatSoundsLikeASecretPrintsStars(String name) throws IOException {
        MDC.put(name, "hunter2");
        log.info("from the thread");
        assertThat(object()).containsEntry(name, "***");
        MDC.clear();
        output.configure(Level.INFO, new TextLayout());
        log.atInfo().addKeyValue(name, "hunter2").log("from the call");
        assertThat(written()).contains(name + "=***").doesNotContain("hunter2");
    }

    @Test
    void aFieldNamedLikeOneOfTheLineItselfDoesNotReplaceIt() throws IOException {
        log.atInfo()
                .addKeyValue("level", "none")
                .addKeyValue("message", "other")
                .log("mine");
        assertThat(object())
                .containsEntry("level", "INFO")
                .containsEntry("message", "mine")
                .containsEntry("level_", "none")
                .containsEntry("message_", "other");
    }

    @Test
    void aFieldOfTheCallReplacesThatOfTheThread() throws IOException {
        MDC.put("objectKey", "thread");
        log.atInfo().addKeyValue("objectKey", "call").log("once");
        assertThat(object()).containsEntry("objectKey", "call");
        assertThat(written()).doesNotContain("thread");
    }

    @Test
    void anErrorHasItsClassItsMessageOnOneLineAndItsStackWithCauses() throws IOException {
        IllegalStateException error = new IllegalStateException("first\nsecond", new IOException("below"));
        log.error("failed", error);
        Map<?, ?> told = (Map<?, ?>) object().get("error");
        assertThat(told.get("class")).isEqualTo("java.lang.IllegalStateException");
        assertThat(told.get("message")).isEqualTo("first second");
        assertThat((List<?>) told.get("stack"))
                .anySatisfy(frame -> assertThat((String) frame).startsWith("at routes.observe.log.LogLinesTest."))
                .anySatisfy(frame -> assertThat((String) frame).isEqualTo("caused by java.io.IOException: below"));
    }

    @Test
    void aStackIsCutAt30Frames() throws IOException {
        IllegalStateException error = new IllegalStateException();
        error.setStackTrace(IntStream.range(0, 1000)
                .mapToObj(i -> new StackTraceElement("Deep", "call", "Deep.java", i))
                .toArray(StackTraceElement[]::new));
        log.error("failed", error);
        List<?> stack = (List<?>) ((Map<?, ?>) object().get("error")).get("stack");
        assertThat(stack).hasSize(31);
        assertThat(stack.get(30)).isEqualTo("... 970 more");
    }

    @Test
    void causesThatFormACircleEnd() throws IOException {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        log.error("failed", one);
        assertThat(object()).containsKey("error");
    }

    @Test
    void anErrorInTextFollowsOnLinesOfItsOwn() {
        output.configure(Level.INFO, new TextLayout());
        log.error("failed", new IllegalStateException("why\r\nERROR forged"));
        assertThat(written())
                .contains("failed\n    java.lang.IllegalStateException: why  ERROR forged\n    at routes.observe.log");
    }

    @Test
    void anErrorBehindTheArgumentsIsFoundThroughBothKindsOfCalls() throws IOException {
        log.warn("failed for {}", "api-a", new IOException("plain"));
        assertThat(object()).containsEntry("message", "failed for api-a").containsKey("error");
        out.reset();
        log.atWarn().addKeyValue("attempt", 1).log("failed for {}", "api-a", new IOException("fluent"));
        assertThat(object()).containsEntry("message", "failed for api-a").containsKey("error");
        out.reset();
        log.atWarn().setCause(new IOException("cause")).log("failed");
        assertThat(object()).containsKey("error");
    }

    @Test
    void valuesAndErrorsThatFailThemselvesDoNoHarm() throws IOException {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("broken");
            }
        };
        Exception mute = new Exception() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("broken");
            }
        };
        log.atError().addKeyValue("value", broken).setCause(mute).log("failed");
        assertThat(object()).containsEntry("value", "(toString failed with java.lang.IllegalStateException)");
    }

    @ParameterizedTest
    @CsvSource({
        "routes.ingest.Planning, INFO, INFO, true",
        "routes.ingest.Planning, INFO, DEBUG, false",
        "routes.ingest.Planning, ERROR, WARN, false",
        "org.apache.camel.component.http.HttpProducer, INFO, INFO, false",
        "org.apache.camel.component.http.HttpProducer, INFO, WARN, true",
        "org.apache.camel.component.http.HttpProducer, DEBUG, DEBUG, true",
        "org.apache.camel.component.http.HttpProducer, ERROR, WARN, false",
        "org.apache.camel.impl.engine.AbstractCamelContext, INFO, INFO, true",
        "org.apache.camel.main.MainSupport, INFO, INFO, true",
        "org.quartz.core.QuartzScheduler, INFO, INFO, false",
        "io.netty.util.Recycler, INFO, INFO, false",
        "io.vertx.core.Vertx, INFO, INFO, false",
        "software.amazon.awssdk.core.Client, INFO, INFO, false",
        "org.apache.hc.client5.http.impl.Pool, DEBUG, DEBUG, true",
        "org.apache.hc.client5.http.wire, DEBUG, DEBUG, false",
        "org.apache.hc.client5.http.headers, DEBUG, INFO, false",
        "software.amazon.awssdk.request, DEBUG, DEBUG, false",
        "software.amazon.awssdk.http.auth.aws.internal.signer.V4, DEBUG, WARN, true"
    })
    void librariesAreQuietAndThoseThatTellSecretsStayQuiet(String logger, Level root, Level asked, boolean heard) {
        output.configure(root, new JsonLayout());
        new LineLogger(logger, output).atLevel(asked).log("said");
        assertThat(written().isEmpty()).isEqualTo(!heard);
    }

    @Test
    void everyLevelObeysTheConfiguredOne() {
        output.configure(Level.DEBUG, new JsonLayout());
        assertThat(log.isTraceEnabled()).isFalse();
        assertThat(log.isDebugEnabled()).isTrue();
        output.configure(Level.ERROR, new JsonLayout());
        assertThat(log.isInfoEnabled()).isFalse();
        assertThat(log.isWarnEnabled()).isFalse();
        assertThat(log.isErrorEnabled()).isTrue();
    }

    @Test
    void aClosedStdoutDoesNotStopTheCaller() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        new LineLogger("routes", new LogOutput(closed, ONE_O_CLOCK, Level.INFO, new JsonLayout())).info("nobody reads");
    }

    @Test
    void linesOfManyThreadsAreOneWriteEachAndNeverMix() throws InterruptedException {
        List<String> writes = new CopyOnWriteArrayList<>();
        OutputStream counted = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("a line in pieces");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                writes.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            }
        };
        LineLogger shared = new LineLogger("routes", new LogOutput(counted, ONE_O_CLOCK, Level.INFO, new JsonLayout()));
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> IntStream.range(0, 100).forEach(i -> shared.info("line {}", i))))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(writes).hasSize(400).allMatch(line -> line.startsWith("{") && line.endsWith("}\n"));
    }

    @Test
    void theFieldsOfAThreadAreNotHandedDownToThreadsThatItStarts() throws InterruptedException {
        MDC.put("messageId", "m-1");
        Map<?, ?>[] seen = {Map.of("never", "run")};
        Thread child = new Thread(() -> seen[0] = MDC.getCopyOfContextMap());
        child.start();
        child.join();
        assertThat(seen[0]).isNull();
        assertThat(MDC.get("messageId")).isEqualTo("m-1");
        MDC.remove("messageId");
        assertThat(MDC.get("messageId")).isNull();
    }

    @Test
    void slf4jFindsThisProvider() {
        assertThat(LoggerFactory.getILoggerFactory()).isInstanceOf(LineLoggers.class);
        assertThat(LoggerFactory.getLogger("a"))
                .isSameAs(LoggerFactory.getLogger("a"))
                .isInstanceOf(LineLogger.class);
    }

    @Test
    void aWrongLevelOrFormatIsRefusedByNameAndValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Logging.configure("LOUD", "json"))
                .withMessage("lake.log-level is 'LOUD', expected DEBUG, INFO, WARN or ERROR");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Logging.configure("INFO", "xml"))
                .withMessage("lake.log-format is 'xml', expected json or text");
    }

    private Map<String, Object> object() throws IOException {
        assertThat(written()).endsWith("\n").containsOnlyOnce("\n");
        return JSON.std.mapFrom(written());
    }

    private static boolean hasNoControls(String text) {
        return text.chars().noneMatch(c -> SafeText.isControl((char) c));
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
