package routes.aws;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * A page of a listing.
 *
 * @param objects in the order of their keys
 * @param next token of the page behind it; empty for the last one
 */
record ListedPage(List<ListedObject> objects, Optional<String> next) {

    /**
     * A page that says whether there are more.
     *
     * @throws IllegalArgumentException when there are, and nothing says where: what is known is not all, and must not be
     *     taken for it
     */
    static ListedPage of(List<ListedObject> objects, boolean truncated, @Nullable String token) {
        if (truncated && (token == null || token.isEmpty())) {
            throw new IllegalArgumentException(
                    "page of " + objects.size() + " objects is truncated and has no token, expected one");
        }
        return new ListedPage(objects, truncated ? Optional.ofNullable(token) : Optional.empty());
    }

    /** What the S3 client got. */
    static ListedPage of(ListObjectsV2Response response) {
        return of(
                response.contents().stream().map(ListedObject::of).toList(),
                response.isTruncated(),
                response.nextContinuationToken());
    }
}
