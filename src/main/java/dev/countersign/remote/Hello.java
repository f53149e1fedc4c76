package dev.countersign.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How two processes meet. Its form stays the same in all versions, so that any two can at least refuse each other.
///
/// @param schema  digest over everything that can be said ([Ports#fingerprint])
/// @param token   from a file that only the user can read
/// @param version the program's, for a message
record Hello(byte[] schema, byte[] token, String version) {
    static final int BYTES = 32;
    static final int LARGEST = 1 << 10;
    private static final byte[] MAGIC = "countersign-1\n".getBytes(StandardCharsets.US_ASCII);

    Out out() {
        return new Out().raw(MAGIC, 0, MAGIC.length).raw(schema, 0, BYTES).raw(token, 0, BYTES).text(version);
    }

    static Hello read(In in) throws IOException {
        if (!Arrays.equals(in.raw(MAGIC.length), MAGIC)) {
            throw new IOException("what came is no hello");
        }
        return new Hello(in.raw(BYTES), in.raw(BYTES), in.text());
    }

    enum Refusal { TOKEN, VERSION }
}
