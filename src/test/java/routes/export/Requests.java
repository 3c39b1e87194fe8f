package routes.export;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import routes.Cases;

/** Requests that are right, of any kind. */
final class Requests {
    static final String ID = "0123456789abcdef0123456789abcdef";

    private Requests() {}

    /** Of all customers. */
    static ExportRequest ofCustomers(String exportId) {
        return new ExportRequest(
                exportId,
                Origin.SCHEDULE,
                ExportSamples.CUSTOMERS,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                false);
    }

    static ExportRequest any(Cases cases) {
        Origin origin = Origin.values()[cases.number(0, 2)];
        boolean http = origin == Origin.HTTP;
        Optional<Condition> condition = cases.random().nextBoolean()
                ? Optional.empty()
                : Optional.of(new Condition("region = ?", List.of("'" + cases.hexadecimal(20) + "'")));
        return new ExportRequest(
                ExportId.ofHttpRequest(cases.text(30)),
                origin,
                ExportSamples.CUSTOMERS,
                origin == Origin.OBJECT ? Optional.of(new ObjectName("b", "k" + cases.text(50))) : Optional.empty(),
                cases.random().nextBoolean()
                        ? Optional.empty()
                        : Optional.of(
                                DateFilter.YESTERDAY.period(ExportSamples.AT.plusSeconds(cases.number(0, 99_999)))),
                condition,
                http || cases.random().nextBoolean() ? OptionalInt.of(cases.number(1, 10_000)) : OptionalInt.empty(),
                http && cases.random().nextBoolean(),
                cases.random().nextBoolean());
    }
}
