package infra.functions;

import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.services.lambda.Code;

/**
 * The one zip of all functions.
 *
 * @param path of the zip
 */
public record FunctionZip(Path path) {
    private static final Path BUILT = Path.of("../target/lake-routes-lambda.zip");

    public FunctionZip {
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    "zip of the functions is " + path.toAbsolutePath().normalize()
                            + ", expected a file: mvn package makes it in the directory above this one");
        }
    }

    /** The one that {@code mvn package} has made of the product. */
    public static FunctionZip built() {
        return new FunctionZip(BUILT);
    }

    Code code() {
        return Code.fromAsset(path.toString());
    }
}
