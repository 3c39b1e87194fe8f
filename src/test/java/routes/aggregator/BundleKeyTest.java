package routes.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import routes.lake.BundleFormat;

class BundleKeyTest {
    private static final String ID = "bundle-0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ID,
                "bundles/2026/11/20/01/" + ID,
                "bundles/2026/11/20/01/" + ID + ".manifest.json",
                "bundles/2026/11/20/01/" + ID + ".rar",
                "bundles/2026/11/20/" + ID + ".tar.gz",
                "bundles/2026/13/20/01/" + ID + ".tar.gz",
                "bundles/2026/02/30/01/" + ID + ".tar.gz",
                "bundles/2026/11/20/24/" + ID + ".tar.gz",
                "other/bundles/2026/11/20/01/" + ID + ".tar.gz",
                "bundles/2026/11/20/01/bundle-0123.tar.gz"
            })
    void aKeyThatIsNoBundlesIsNone(String key) {
        assertThat(BundleKey.parse(key)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(BundleFormat.class)
    void theKeyOfABundleTellsItsIdItsHourAndItsFormat(BundleFormat format) {
        Instant plannedAt = Instant.parse("2026-11-20T01:59:59Z");
        Lease lease = new Lease("run", plannedAt);
        Bundle bundle =
                new Bundle(ID, plannedAt, format, "run", List.of(), new BundleState.Planned(lease), plannedAt, 1);
        assertThat(BundleKey.parse(bundle.key()))
                .contains(new BundleKey(ID, Instant.parse("2026-11-20T01:00:00Z"), format));
    }
}
