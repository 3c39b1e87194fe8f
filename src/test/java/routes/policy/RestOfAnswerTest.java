package routes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestOfAnswerTest {
    private boolean closed;

    /** A body that counts as closed when it is. */
    private final class Body extends ByteArrayInputStream {
        Body(int length) {
            super(new byte[length]);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void aRestThatBreaksOffIsNoFailure() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public void close() throws IOException {
                closed = true;
                throw new IOException("connection reset");
            }
        };
        assertThatCode(() -> RestOfAnswer.drop(broken)).doesNotThrowAnyException();
        assertThat(closed).isTrue();
    }

    @Test
    void anAnswerWithoutABodyHasNoRest() {
        assertThatCode(() -> RestOfAnswer.drop(null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "8192, 0", "8193, 1", "1000000, 991808"})
    void aShortRestIsReadToItsEndAndALongOneIsCutOff(int length, int left) {
        Body body = new Body(length);
        RestOfAnswer.drop(body);
        assertThat(body.available()).isEqualTo(left);
        assertThat(closed).isTrue();
    }
}
