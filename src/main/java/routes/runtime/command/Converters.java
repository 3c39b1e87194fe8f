package routes.runtime.command;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import routes.settings.InvalidSettings;
import routes.settings.Rate;
import routes.settings.Settings;

/** Reads option values as configuration reads them: the same forms, the same complaints. */
final class Converters {

    private Converters() {}

    /** {@code 500ms}, {@code 30s}, {@code 5m}. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return read(text, value -> value.duration("value", Duration.ofMillis(1), Duration.ofDays(1)));
        }
    }

    /** {@code 10/s}. */
    static final class Pace implements ITypeConverter<Rate> {
        @Override
        public Rate convert(String text) {
            return read(text, value -> value.rate("value"));
        }
    }

    /** {@code 2026-11-19}. */
    static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("value is '" + text + "', expected a day such as 2026-11-19");
            }
        }
    }

    /** {@code 2026-11-19}, {@code 2026-11-19T07}, {@code 2026-11-19T07:30:00Z}. */
    static final class Hours implements ITypeConverter<HourSpan> {
        @Override
        public HourSpan convert(String text) {
            try {
                return HourSpan.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("value is '" + text
                        + "', expected a day such as 2026-11-19, an hour such as 2026-11-19T07, or a time such as "
                        + "2026-11-19T07:30:00Z");
            }
        }
    }

    private static <T> T read(String text, Function<Settings, T> how) {
        Settings value = new Settings(Map.of("value", text));
        T read = how.apply(value);
        try {
            value.check();
            return read;
        } catch (InvalidSettings e) {
            throw new TypeConversionException(e.faults().get(0));
        }
    }
}
