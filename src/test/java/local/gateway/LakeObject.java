package local.gateway;

/**
 * An object that a query may read.
 *
 * @param etag changes whenever the content does
 * @param size in bytes
 */
record LakeObject(S3Address address, String etag, long size) {
    String uri() {
        return "s3://" + address.bucket() + "/" + address.key();
    }
}
