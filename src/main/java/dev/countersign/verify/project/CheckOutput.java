package dev.countersign.verify.project;

import dev.countersign.sandbox.OutputListener;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What a command wrote: passed on line by line, digested whole, kept as its last 256 KB.
final class CheckOutput implements OutputListener {
    static final int KEPT = 256 << 10;

    private static final int LONGEST_LINE = 4000;
    private static final Pattern CONTROL = Pattern.compile("\u001b\\[[0-9;?]*[ -/]*[@-~]|\u001b\\][^\u0007]*\u0007|[\\p{Cntrl}&&[^\t\n]]");

    private final Consumer<String> lines;
    private final MessageDigest digest = Sha256.digester();
    private final Map<Stream, ByteArrayOutputStream> open = new EnumMap<>(Stream.class);
    private byte[] tail = new byte[0];
    private long total;

    CheckOutput(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void output(Stream stream, byte[] chunk) {
        digest.update(chunk);
        total += chunk.length;
        byte[] joined = Arrays.copyOf(tail, tail.length + chunk.length);
        System.arraycopy(chunk, 0, joined, tail.length, chunk.length);
        // Twice the size before it is cut, so that a flood of small chunks is not copied each time.
        tail = joined.length > 2 * KEPT ? Arrays.copyOfRange(joined, joined.length - KEPT, joined.length) : joined;
        ByteArrayOutputStream line = open.computeIfAbsent(stream, _ -> new ByteArrayOutputStream());
        for (byte b : chunk) {
            if (b == '\n') {
                pass(line);
            } else if (line.size() < LONGEST_LINE) {
                line.write(b);
            }
        }
    }

    private void pass(ByteArrayOutputStream line) {
        lines.accept(plain(line.toString(StandardCharsets.UTF_8)));
        line.reset();
    }

    /// No more comes: passes on lines without an end.
    synchronized void close() {
        open.values().stream().filter(line -> line.size() > 0).forEach(this::pass);
    }

    /// Of everything that was written.
    synchronized Sha256 digest() {
        try {
            return Sha256.ofDigest(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }

    /// The kept end as text without terminal codes.
    synchronized String text() {
        int from = Math.max(0, tail.length - KEPT);
        String text = plain(new String(tail, from, tail.length - from, StandardCharsets.UTF_8));
        long left = total - (tail.length - from);
        return left > 0 ? "[" + left + " bytes before this are not kept]\n" + text : text;
    }

    private static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("");
    }
}
