package routes.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import routes.LakeInMemory;
import routes.aws.MemoryS3.Stored;

/** What is stored of a page, and which page follows. */
class RawZoneTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T01:00:05Z"), ZoneOffset.UTC);
    private static final String FULL = "{\"items\":[1,2]}";

    @TempDir
    Path directory;

    private final LakeInMemory lake = new LakeInMemory(CLOCK);
    private final RawZone rawZone = IngestParts.of(
                    lake.lake(), TestParts.settings(), Path.of(System.getProperty("java.io.tmpdir")))
            .rawZone();

    private StoredPage store(Paging paging, int page, String body) throws IOException {
        return store(paging, page, body, CLOCK.instant());
    }

    private StoredPage store(Paging paging, int page, String body, Instant askedAt) throws IOException {
        Source source = Samples.source("api-a", paging, 2);
        PageMessage message = new PageMessage("api-a", LocalDate.parse("2026-11-19"), page, Optional.of("run-1"));
        Page read = new PageReader(1 << 20, directory)
                .read(new ByteArrayInputStream(body.getBytes(UTF_8)), source.records());
        try {
            return rawZone.store(new PageTask(source, message), read, askedAt);
        } finally {
            read.content().close();
        }
    }

    @Test
    void aFullTenthPageLeadsToTheEleventh() throws IOException {
        assertThat(store(new Paging.Follow(10_000), 10, FULL).next())
                .hasValueSatisfying(next -> assertThat(next.page()).isEqualTo(11));
    }

    @Test
    void aPageThatIsStoredAlreadyStillLeadsToTheNext() throws IOException {
        store(new Paging.Follow(10_000), 10, FULL);
        assertThat(store(new Paging.Follow(10_000), 10, FULL).next()).isPresent();
        assertThat(lake.counts()).containsEntry("pages_unchanged", 1L);
    }

    @Test
    void aFullPageBehindWhichNoneMayBeAskedForIsCountedAsCutOff() throws IOException {
        assertThat(store(new Paging.Fixed(10), 10, FULL).next()).isEmpty();
        assertThat(lake.counts()).containsEntry("pages_cut_off", 1L);
    }

    @Test
    void thePageThatWasFetchedTooEarlyIsOverwrittenByTheWholeOne() throws IOException {
        store(new Paging.Follow(10_000), 1, "{\"items\":[1]}");
        store(new Paging.Follow(10_000), 1, FULL);
        assertThat(lake.s3.written()).hasSize(2);
        assertThat(lake.counts()).containsEntry("pages_changed", 1L);
    }

    @Test
    void anObjectIsAGzipFileAndNotAnEncodingOfSomethingElse() throws IOException {
        store(new Paging.Follow(10_000), 1, FULL);
        Stored stored = lake.s3.written().get(0);
        assertThat(stored.request().contentType()).isEqualTo("application/gzip");
        assertThat(stored.request().contentEncoding()).isNull();
        assertThat(stored.bytes()).startsWith(0x1f, 0x8b);
    }

    /** Worked out once by another program: no time, no name and no operating system, in every process and for ever. */
    @Test
    void theSameBodyIsTheSameObjectInEveryProcess() throws IOException {
        store(new Paging.Follow(10_000), 1, FULL);
        Stored stored = lake.s3.written().get(0);
        assertThat(HexFormat.of().formatHex(stored.bytes()))
                .isEqualTo("1f8b08000000000000ffab56ca2c49cd2d56b28a36d4318aad0500821a0de00f000000");
        assertThat(stored.request().metadata())
                .containsEntry("content-sha256", "02d21651bf4a0c676159456cd47d09d4ac585db5ed1324ac191f3e98640846a3");
    }

    @Test
    void aDayThatHasBecomeShorterLosesWhatLiesBehindItsNewEnd() throws IOException {
        for (int page = 1; page <= 3; page++) {
            store(new Paging.Follow(10_000), page, FULL);
        }
        store(new Paging.Follow(10_000), 2, "{\"items\":[1]}", Instant.now().plusSeconds(60));
        assertThat(lake.s3.keys()).hasSize(2).allMatch(key -> !key.contains("page=000003"));
        assertThat(lake.counts()).containsEntry("pages_removed", 1L);
    }
}
