package routes.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AreaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "47.8,5.9,45.8,10.5",
                "45.8,10.5,47.8,5.9",
                "45.8,5.9,45.8,10.5",
                "45.8,5.9,47.8,5.9",
                "-90.1,0,0,1",
                "0,-180.1,1,0",
                "0,0,90.1,1",
                "0,0,1,180.1",
                "NaN,0,1,1",
                "0,0,1,NaN",
                "0,0,Infinity,1",
            })
    void cornersThatNoAreaHasAreRefused(String text) {
        assertThatThrownBy(() -> Area.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("area is ")
                .hasMessageEndingWith(", expected south,west,north,east within -90,-180,90,180");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0,0,1", "0,0,1,1,1", "0,0,,1", "south,west,north,east", "0;0;1;1"})
    void whatIsNotFourNumbersIsRefused(String text) {
        assertThatThrownBy(() -> Area.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsReadInTheOrderOfTheApi() {
        Area area = Area.parse(" 45.8, 5.9 ,47.8,10.5");
        assertThat(area).isEqualTo(new Area(45.8, 5.9, 47.8, 10.5));
        assertThat(area.size()).isCloseTo(9.2, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void theWholeWorldIsAnArea() {
        assertThat(Area.parse("-90,-180,90,180").size()).isEqualTo(64_800);
    }
}
