package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkyQueryTest {
    private static final Area ALPS = new Area(45.8, 5.9, 47.8, 10.5);

    @ParameterizedTest
    @ValueSource(strings = {"", "4b181", "4b18145", "4b181g", "4b 181", "4b1814&lamin=0"})
    void whatIsNoAddressOfAnAircraftIsRefused(String address) {
        assertThatThrownBy(() -> new SkyQuery(Optional.empty(), List.of("4b1814", address), false))
                .hasMessage("icao24 is '" + address + "', expected six hexadecimal digits");
    }

    @Test
    void everythingIsAskedForWithoutAQuery() {
        assertThat(new SkyQuery(Optional.empty(), List.of(), false).text()).isEmpty();
    }

    @Test
    void theQueryHasTheNamesOfTheApiAndAddressesInSmallLetters() {
        assertThat(new SkyQuery(Optional.of(ALPS), List.of("4B1814", "3c6444"), true).text())
                .isEqualTo("lamin=45.8&lomin=5.9&lamax=47.8&lomax=10.5&icao24=4b1814&icao24=3c6444&extended=1");
    }

    @ParameterizedTest
    @CsvSource({"5, 5, 1", "5, 5.1, 2", "10, 10, 2", "10, 10.1, 3", "20, 20, 3", "20, 20.1, 4", "90, 180, 4"})
    void aLargerAreaCostsMore(double degreesNorth, double degreesEast, int credits) {
        Optional<Area> area = Optional.of(new Area(0, 0, degreesNorth, degreesEast));
        assertThat(new SkyQuery(area, List.of(), true).credits()).isEqualTo(credits);
    }

    @Test
    void theWholeWorldCostsMostHoweverFewAircraftAreWanted() {
        assertThat(new SkyQuery(Optional.empty(), List.of("4b1814"), true).credits())
                .isEqualTo(4);
    }
}
