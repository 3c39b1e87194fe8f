package routes.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Documents of a YAML file as JSON. A key that stands twice is refused. */
public final class Yaml {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /** Every document of a file. */
    public static List<JsonNode> read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /** Every document of a text; {@code label} stands in what is wrong with it. */
    public static List<JsonNode> parse(String label, String text) {
        List<JsonNode> documents = new ArrayList<>();
        Load load = new Load(LoadSettings.builder()
                .setLabel(label)
                .setCodePointLimit(10_000_000)
                .build());
        load.loadAllFromString(text).forEach(document -> documents.add(JSON.valueToTree(document)));
        return documents;
    }
}
