package infra.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    @ParameterizedTest
    @ValueSource(strings = {"0 1 * * ?", "30 0 1 * * ?", "0 0 1 * * *", "0 0 1 ? * ?", ""})
    void whatEventBridgeCannotSayIsRefused(String quartz) {
        assertThatThrownBy(() -> Cron.eventBridge(quartz))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + quartz + "', expected");
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 1 * * ?, cron(0 1 * * ? *)",
        "0 0/5 * * * ?, cron(0/5 * * * ? *)",
        "0 30 9 ? * MON-FRI, cron(30 9 ? * MON-FRI *)"
    })
    void secondsGoAndAYearComes(String quartz, String expression) {
        assertThat(Cron.eventBridge(quartz)).isEqualTo(expression);
    }

    @Test
    void schedulesOfTheProductCanAllBeSaid() {
        Product.beside().defaults().forEach((key, value) -> {
            if (key.endsWith("schedule") && !value.isEmpty()) {
                assertThat(Cron.eventBridge(value)).as(key).startsWith("cron(");
            }
        });
    }
}
