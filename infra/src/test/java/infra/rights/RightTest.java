package infra.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RightTest {
    @Test
    void aStarAmongActionsIsRefused() {
        assertThatThrownBy(() -> Right.to("Everything", "s3:*").on("arn:aws:s3:::lake"))
                .hasMessageContaining("s3:*")
                .hasMessageContaining("written out");
    }

    @Test
    void aStarAmongResourcesNeedsAReason() {
        assertThatThrownBy(() -> Right.to("Read", "s3:GetObject").on("arn:aws:s3:::lake/*"))
                .hasMessageContaining("without a reason");
        assertThat(Right.to("Read", "s3:GetObject")
                        .onAll("objects", "arn:aws:s3:::lake/*")
                        .because())
                .hasValue("objects");
    }

    @Test
    void aRightWithoutResourcesIsRefused() {
        assertThatThrownBy(() -> Right.to("Read", "s3:GetObject").on())
                .hasMessageContaining("resources of Read are none");
    }
}
