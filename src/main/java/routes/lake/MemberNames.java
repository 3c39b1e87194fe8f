package routes.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives each object of a bundle a name of its own. The names depend on the set of objects alone, not on their order.
 *
 * <p>Of objects whose keys become the same name, the first in the order of ids keeps it; the others get a suffix of
 * {@code ~} and 16 hexadecimal digits of the SHA-256 of their id (the id itself holds slashes). So does an object whose
 * name is at the same time a directory of another one: S3 holds {@code a} beside {@code a/b}, a file system cannot.
 */
public final class MemberNames {
    private static final int DIGITS = 16;

    private final SortedMap<String, ObjectVersion> objects = new TreeMap<>();
    private final Set<String> directories = new HashSet<>();

    private MemberNames() {}

    /**
     * The objects by their names, in the order in which a bundle holds them.
     *
     * @param objects each id once
     * @throws UnsafeKey when a key cannot become a name
     */
    public static SortedMap<String, ObjectVersion> of(Collection<ObjectVersion> objects) {
        SortedMap<String, Planned> byId = new TreeMap<>();
        for (ObjectVersion object : objects) {
            if (byId.put(object.id(), new Planned(object, MemberName.of(object.key()))) != null) {
                throw new IllegalArgumentException(
                        "object is '" + Names.oneLine(object.id(), 60) + "' twice, expected each id once");
            }
        }
        MemberNames names = new MemberNames();
        byId.values().forEach(planned -> names.addDirectoriesOf(planned.name));
        List<Planned> nameless = new ArrayList<>();
        for (Planned planned : byId.values()) {
            if (!names.add(planned.name, planned.object)) {
                nameless.add(planned);
            }
        }
        nameless.forEach(names::addWithSuffix);
        return Collections.unmodifiableSortedMap(names.objects);
    }

    /** An object and the name that it would have alone. */
    private record Planned(ObjectVersion object, String name) {}

    private void addDirectoriesOf(String name) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            directories.add(name.substring(0, slash));
        }
    }

    private boolean add(String name, ObjectVersion object) {
        return !directories.contains(name) && objects.putIfAbsent(name, object) == null;
    }

    /** Somebody may have named an object just as this one would be called: then the hash of the hash is tried. */
    private void addWithSuffix(Planned planned) {
        String hash = planned.object.id();
        String name;
        do {
            hash = Sha256.ofText(hash);
            String suffix = "~" + hash.substring(0, DIGITS);
            name = cut(planned.name, MemberName.MOST_BYTES - suffix.length()) + suffix;
        } while (!add(name, planned.object));
    }

    /** Cuts whole characters off. What lies above a name that was cut lay above it before, so no directory is new. */
    private static String cut(String name, int mostBytes) {
        String shorter = name;
        while (MemberName.bytes(shorter) > mostBytes) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return shorter;
    }
}
