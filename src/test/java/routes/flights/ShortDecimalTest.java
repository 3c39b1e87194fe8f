package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import routes.Cases;

class ShortDecimalTest {
    private static final int MANY = 1_000;

    @ParameterizedTest
    @ValueSource(
            strings = {"1e5", "1.5e5", "1.5E-3", "1", "-1", "1.", "-", "", ".", "1.2.3", "--1.5", "1.2345678901234567"})
    void leavesAnotherFormToTheParser(String text) {
        assertThat(read(text)).isNaN();
    }

    @Test
    void findsToTheLastBitWhatTheJdkFinds() {
        Cases.forAll(cases -> {
            Random random = cases.random();
            for (int i = 0; i < MANY; i++) {
                int behind = cases.number(1, 14);
                long digits = random.nextLong() % (long) Math.pow(10, cases.number(1, 15));
                String text = BigDecimal.valueOf(digits, behind).toPlainString();
                double found = read(text);
                if (text.replace("-", "").length() > 16) {
                    assertThat(found).as(text).isNaN();
                } else {
                    assertThat(Double.doubleToRawLongBits(found))
                            .as(text)
                            .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
                }
            }
        });
    }

    @Test
    void keepsTheSignOfZero() {
        assertThat(Double.doubleToRawLongBits(read("-0.0"))).isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(Double.doubleToRawLongBits(read("0.00"))).isZero();
    }

    @Test
    void readsFromThePlaceItIsTold() {
        assertThat(ShortDecimal.read("[-12.345,".toCharArray(), 1, 7)).isEqualTo(-12.345);
    }

    private static double read(String text) {
        return ShortDecimal.read(text.toCharArray(), 0, text.length());
    }
}
