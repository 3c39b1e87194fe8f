package routes.flights;

import java.util.Arrays;

/** The values of one state; the same object is filled again for the next. */
final class StateRow {
    private static final int FIELDS = StateField.values().length;

    private final StateText[] texts = new StateText[FIELDS];
    private final long[] numbers = new long[FIELDS];
    private final double[] reals = new double[FIELDS];
    private int present;

    int[] sensors = new int[8];
    int sensorCount;

    StateRow() {
        for (StateField field : StateField.values()) {
            if (field.kind == StateField.Kind.TEXT) {
                texts[field.ordinal()] = new StateText();
            }
        }
    }

    void clear() {
        present = 0;
        sensorCount = 0;
    }

    /** Whether the state says something at a position; zero, false and an empty text are something. */
    boolean has(StateField field) {
        return (present & 1 << field.ordinal()) != 0;
    }

    void found(StateField field) {
        present |= 1 << field.ordinal();
    }

    StateText text(StateField field) {
        return texts[field.ordinal()];
    }

    /** Of a NUMBER, of a TIME in seconds. */
    long number(StateField field) {
        return numbers[field.ordinal()];
    }

    boolean truth(StateField field) {
        return numbers[field.ordinal()] != 0;
    }

    double real(StateField field) {
        return reals[field.ordinal()];
    }

    void setNumber(StateField field, long value) {
        numbers[field.ordinal()] = value;
    }

    void setReal(StateField field, double value) {
        reals[field.ordinal()] = value;
    }

    void addSensor(int number) {
        if (sensorCount == sensors.length) {
            sensors = Arrays.copyOf(sensors, 2 * sensorCount);
        }
        sensors[sensorCount++] = number;
    }
}
