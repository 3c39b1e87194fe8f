package routes.lake.parquet;

/** Parquet's numbers of encodings and codecs. */
final class Encoding {
    static final int PLAIN = 0;
    static final int PLAIN_DICTIONARY = 2;
    static final int RLE = 3;
    static final int DELTA_BINARY_PACKED = 5;
    static final int DELTA_LENGTH_BYTE_ARRAY = 6;
    static final int DELTA_BYTE_ARRAY = 7;
    static final int RLE_DICTIONARY = 8;
    static final int BYTE_STREAM_SPLIT = 9;

    static final int UNCOMPRESSED = 0;
    static final int SNAPPY = 1;

    private static final String[] CODECS = {"UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"
    };

    private Encoding() {}

    static String codec(int number) {
        return number >= 0 && number < CODECS.length ? CODECS[number] : "codec " + number;
    }
}
