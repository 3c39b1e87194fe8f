package routes.observe.log;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Keeps the values of fields whose name tells of a secret out of every line. */
final class SecretNames {
    private static final String[] SIGNS = {"password", "passwd", "token", "secret", "authorization", "apikey"};

    private SecretNames() {}

    /** The value, or three stars. */
    static @Nullable Object mask(@Nullable String name, @Nullable Object value) {
        return name != null && isSecret(name) ? "***" : value;
    }

    private static boolean isSecret(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(".", "");
        for (String sign : SIGNS) {
            if (plain.contains(sign)) {
                return true;
            }
        }
        return false;
    }
}
