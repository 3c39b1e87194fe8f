package routes.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import routes.Cases;
import routes.lake.Manifest.Member;

class ManifestTest {

    @Test
    void aManifestIsOneLineWithItsFieldsInOneOrder() throws IOException {
        SortedMap<String, Member> members = new TreeMap<>();
        members.put("data/b", new Member("lake", "data//b", Optional.empty(), 0, "e3b0"));
        members.put("data/a", new Member("lake", "data/a", Optional.of("v\"1"), 7, "c0de"));
        assertThat(text(members))
                .isEqualTo("{\"bundle_id\":\"4f1c\",\"archive_key\":\"bundles/bundle-4f1c.tar.gz\","
                        + "\"format\":\"tar.gz\",\"sha256\":\"abcd\",\"members\":["
                        + "{\"name\":\"data/a\",\"bucket\":\"lake\",\"key\":\"data/a\",\"version\":\"v\\\"1\","
                        + "\"size\":7,\"sha256\":\"c0de\"},"
                        + "{\"name\":\"data/b\",\"bucket\":\"lake\",\"key\":\"data//b\",\"version\":null,"
                        + "\"size\":0,\"sha256\":\"e3b0\"}]}\n");
    }

    @Test
    void anyKeyIsReadBackAsItWas() {
        Cases.forAll(generator -> {
            String key = generator.text(80);
            SortedMap<String, Member> members = new TreeMap<>();
            members.put("a", new Member("lake", key, Optional.of(key), 5L << 30, "c0de"));
            String text = text(members);
            assertThat(text.lines()).hasSize(1);
            assertThat(JSON.std.mapFrom(text).get("members"))
                    .isEqualTo(List.of(Map.of(
                            "name", "a", "bucket", "lake", "key", key, "version", key, "size", 5L << 30, "sha256",
                            "c0de")));
        });
    }

    @Test
    void aMemberIsTheObjectThatWasPlannedWithTheBytesThatWereWritten() {
        ObjectVersion object = new ObjectVersion(
                "lake", "data/a", Optional.of("v"), Optional.of("e"), Optional.of("1"), OptionalLong.of(6));
        assertThat(Member.of(object, new BundleMember("a", 7, "c0de")))
                .isEqualTo(new Member("lake", "data/a", Optional.of("v"), 7, "c0de"));
    }

    @Test
    void theStreamBehindStaysOpen() throws IOException {
        boolean[] closed = {false};
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        manifest(new TreeMap<>()).writeTo(out);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\"members\":[]}\n");
        assertThat(closed[0]).isFalse();
    }

    private static String text(SortedMap<String, Member> members) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest(members).writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Manifest manifest(SortedMap<String, Member> members) {
        return new Manifest("4f1c", "bundles/bundle-4f1c.tar.gz", BundleFormat.TAR_GZ, "abcd", members);
    }
}
