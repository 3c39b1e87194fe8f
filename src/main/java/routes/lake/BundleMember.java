package routes.lake;

/**
 * A member as it lies in a bundle.
 *
 * @param name of the file
 * @param size in bytes
 * @param sha256 of its bytes, in hexadecimal digits
 */
public record BundleMember(String name, long size, String sha256) {}
