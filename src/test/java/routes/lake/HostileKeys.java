package routes.lake;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import routes.Cases;

/** Keys of somebody who knows how names are cleaned. */
final class HostileKeys {
    private static final String[] PARTS = {
        "..",
        ".",
        "/",
        "\\",
        "/",
        "a",
        "b.txt",
        "…",
        "‥",
        "．．",
        "／",
        "＼",
        "℀",
        "⁄",
        "∕",
        "C:",
        "z:",
        "Ｃ：",
        "con",
        "NUL",
        "lpt1.txt",
        "COM¹",
        "ＡＵＸ",
        "PRN .x",
        "aux:y",
        " ",
        "\u00a0",
        "\u3000",
        "+",
        "%",
        "%z",
        "%zz",
        "%2",
        "%2e",
        "%2F",
        "%5c",
        "%00",
        "%c0%ae",
        "%c0%af",
        "%ff",
        "%e2%80%ae",
        "％２ｅ",
        "％2f",
        "%u002e",
        "\u0000",
        "\n",
        "\u007f",
        "\u0085",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\u2028",
        "\ud800",
        "é",
        "e\u0301",
        "\u0338",
        "漢",
        "😀",
        "ﬁ",
        "${x}",
        "{{y}}",
        "~",
        "-rf",
        "*",
        "&#46;"
    };

    private HostileKeys() {}

    static String key(Cases generator) {
        StringBuilder key = new StringBuilder();
        for (int parts = generator.number(1, 8); parts > 0; parts--) {
            key.append(PARTS[generator.random().nextInt(PARTS.length)]);
        }
        if (generator.number(1, 20) == 1) {
            key.append("x".repeat(generator.number(900, 1100)));
        }
        String encoded = key.toString();
        for (int layers = Math.max(0, generator.number(-4, 7)); layers > 0; layers--) {
            encoded = encoded(encoded, generator);
        }
        return encoded;
    }

    /** One layer of percent-encoding around some of the characters, letters in either case. */
    static String encoded(String text, Cases generator) {
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(character -> {
            String plain = Character.toString(character);
            boolean encode = plain.equals("%") || generator.random().nextInt(3) == 0;
            encoded.append(encode ? percent(plain, generator.random().nextBoolean()) : plain);
        });
        return encoded.toString();
    }

    private static String percent(String character, boolean capitals) {
        HexFormat form = HexFormat.of().withPrefix("%");
        return (capitals ? form.withUpperCase() : form).formatHex(character.getBytes(StandardCharsets.UTF_8));
    }
}
