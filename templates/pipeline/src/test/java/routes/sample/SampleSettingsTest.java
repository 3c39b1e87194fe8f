package routes.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import routes.settings.Settings;

class SampleSettingsTest {

    @Test
    void everyKeyIsReadAndHasItsDefault() throws IOException {
        Properties defaults = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/sample.properties")) {
            defaults.load(file);
        }
        Map<String, String> values = new HashMap<>();
        defaults.forEach((key, value) -> values.put(key.toString(), value.toString()));
        values.put("sample.source-bucket", "lake-raw");
        values.put("sample.report-bucket", "lake-processed");
        Settings settings = new Settings(values);
        SampleSettings read = SampleSettings.read(settings);
        settings.check();
        assertThat(read.sourceBucket()).isEqualTo("lake-raw");
        assertThat(read.reportBucket()).isEqualTo("lake-processed");
        assertThat(read.prefix()).isEqualTo("days/");
        assertThat(read.catchUp()).isEqualTo(Duration.ofDays(7));
    }
}
