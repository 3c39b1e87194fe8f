package routes;

import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A hundred seeded cases of a property; the seed of the first that fails is in the failure. */
public final class Cases {
    public static final int CASES = 100;

    private final Random random;

    private Cases(long seed) {
        this.random = new Random(seed);
    }

    /** What holds for every case. */
    @FunctionalInterface
    public interface Property {
        void check(Cases generator) throws Exception;
    }

    /** Checks a property with the seeds 1 to {@value #CASES}. */
    public static void forAll(Property property) {
        for (long seed = 1; seed <= CASES; seed++) {
            forSeed(seed, property);
        }
    }

    /** Checks one case again, by the seed that a failure named. */
    public static void forSeed(long seed, Property property) {
        try {
            property.check(new Cases(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError("property fails with seed " + seed + ": " + e.getMessage(), e);
        }
    }

    public Random random() {
        return random;
    }

    /** A number from {@code least} to {@code most}. */
    public int number(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Bytes that compress badly, well, or not at all, up to {@code most} of them. */
    public byte[] bytes(int most) {
        byte[] bytes = new byte[number(0, most)];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        } else {
            int period = number(1, 17);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i % period);
            }
        }
        return bytes;
    }

    /** One to {@code most} characters of any script, among them those that URLs, paths and expressions give a meaning. */
    public String text(int most) {
        return times(number(1, most), this::character);
    }

    /** A hexadecimal number of one to {@code most} digits, letters in either case, leading zeros among them. */
    public String hexadecimal(int most) {
        return times(number(1, most), () -> oneOf("00123456789abcdefABCDEF"));
    }

    private String character() {
        return switch (random.nextInt(4)) {
            case 0 -> oneOf(" +%/?#&=.$\\{}:;,\"'~*()<>@!^|\n\t");
            case 1 -> Character.toString(number(0x00a1, 0xd7ff));
            case 2 -> Character.toString(number(0x1f300, 0x1f5ff));
            default -> "" + (char) number('0', 'z');
        };
    }

    private String oneOf(String characters) {
        return "" + characters.charAt(random.nextInt(characters.length()));
    }

    private static String times(int count, Supplier<String> part) {
        return IntStream.range(0, count).mapToObj(i -> part.get()).collect(Collectors.joining());
    }
}
