package local;

import java.util.List;

/** Finds the jars of an emulator. */
interface EmulatorJars extends AutoCloseable {
    /**
     * The class path, in the form that {@code java -cp} takes, of these artifacts and all that they need to run.
     *
     * @param coordinates as Maven has them, group:artifact:version; the first wins where two bring the same class
     */
    String of(List<String> coordinates);

    @Override
    void close();
}
