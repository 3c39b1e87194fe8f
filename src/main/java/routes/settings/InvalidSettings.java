package routes.settings;

import java.util.List;

/** Thrown at start when configuration is wrong: its message names every fault at once. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    InvalidSettings(List<String> faults) {
        super("configuration has " + faults.size() + (faults.size() == 1 ? " fault:" : " faults:") + "\n  - "
                + String.join("\n  - ", faults));
        this.faults = List.copyOf(faults);
    }

    /** One line a fault: key, value, expectation. */
    public List<String> faults() {
        return faults;
    }
}
