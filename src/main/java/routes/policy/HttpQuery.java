package routes.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query of a URL, read as forms write it: {@code +} is a space, {@code %XX} a byte of UTF-8. */
public final class HttpQuery {

    private HttpQuery() {}

    /**
     * The values by name; a name without {@code =} has the empty value.
     *
     * @param raw what follows the question mark, as it came
     * @return empty when a percent sign has no two hexadecimal digits behind it, or what comes out is no UTF-8: guessing
     *     what was meant would ask for something else than the caller did
     */
    public static Optional<Map<String, List<String>>> decoded(String raw) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                Optional<String> name = text(equals < 0 ? pair : pair.substring(0, equals));
                Optional<String> value = text(equals < 0 ? "" : pair.substring(equals + 1));
                if (name.isEmpty() || value.isEmpty()) {
                    return Optional.empty();
                }
                query.computeIfAbsent(name.get(), first -> new ArrayList<>()).add(value.get());
            }
        }
        return Optional.of(query);
    }

    private static Optional<String> text(String encoded) {
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i] == '+' ? (byte) ' ' : in[i]);
            } else if (i + 2 < in.length && HexFormat.isHexDigit(in[i + 1]) && HexFormat.isHexDigit(in[i + 2])) {
                out.put((byte) (HexFormat.fromHexDigit(in[i + 1]) << 4 | HexFormat.fromHexDigit(in[i + 2])));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
        } catch (CharacterCodingException noUtf8) {
            return Optional.empty();
        }
    }
}
