package routes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.lake.Spool;

class PagingTest {

    @Test
    void followPlansTheFirstPageAndEndsAtItsCap() {
        Paging follow = Paging.parse("follow", 40);
        assertThat(follow).isEqualTo(new Paging.Follow(40));
        assertThat(follow.planned()).isEqualTo(1);
        assertThat(follow.lastPage()).isEqualTo(40);
    }

    @Test
    void fixedPlansAllItsPages() {
        Paging fixed = Paging.parse("fixed:10", 40);
        assertThat(fixed).isEqualTo(new Paging.Fixed(10));
        assertThat(fixed.planned()).isEqualTo(10);
        assertThat(fixed.lastPage()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Follow", "fixed", "fixed:", "fixed:0", "fixed:-1", "fixed:01", "fixed:1000000", "fixed: 1"})
    void anotherPagingIsRefused(String text) {
        assertThatThrownBy(() -> Paging.parse(text, 40)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        // records, page size, has_more, last
        "0, 0, , true",
        "0, 100, , true",
        "0, 100, true, true",
        "1, 0, , false",
        "1, 0, true, false",
        "1, 0, false, true",
        "99, 100, , true",
        "99, 100, true, true",
        "100, 100, , false",
        "100, 100, true, false",
        "100, 100, false, true",
        "101, 100, , false"
    })
    void aPageIsTheLastWhenItIsEmptyShortOrSaysSo(long records, int pageSize, Boolean hasMore, boolean last) {
        try (Spool content = new Spool(1, Path.of("unused"))) {
            assertThat(new Page(content, "", 0, records, Optional.ofNullable(hasMore)).isLast(pageSize))
                    .isEqualTo(last);
        }
    }

    @Test
    void theQueryIsMadeOfTheDayAndThePage() {
        PageMessage message = PageMessage.parse(
                "{\"endpoint\":\"api-a\",\"ingestion_date\":\"2026-11-19\",\"page\":7,\"run_id\":\"r\"}");
        assertThat(new PageTask(Samples.source("api-a", new Paging.Follow(40), 0), message).query())
                .isEqualTo("date=2026-11-19&page=7");
    }
}
