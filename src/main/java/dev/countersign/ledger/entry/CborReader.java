package dev.countersign.ledger.entry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [CborWriter] writes and nothing else: a longer head than needed, an indefinite length, invalid UTF-8 or a byte
/// too many is refused, so that every value has exactly one form.
final class CborReader {
    private final byte[] in;
    private int at;

    CborReader(byte[] in) {
        this.in = in;
    }

    long unsigned() throws MalformedLeafException {
        return head(0);
    }

    byte[] bytes() throws MalformedLeafException {
        return take(head(2));
    }

    /// Steps over bytes or a text.
    ///
    /// @param type 2 or 3
    void bytesOf(int type) throws MalformedLeafException {
        take(head(type));
    }

    String text() throws MalformedLeafException {
        return utf8(take(head(3)));
    }

    int array() throws MalformedLeafException {
        return items(head(4), 1);
    }

    int map() throws MalformedLeafException {
        return items(head(5), 2);
    }

    /// Steps over a null where there is one.
    boolean nothing() {
        if (at < in.length && (in[at] & 0xff) == 0xf6) {
            at++;
            return true;
        }
        return false;
    }

    void end() throws MalformedLeafException {
        if (at != in.length) {
            throw new MalformedLeafException((in.length - at) + " bytes follow the end, at byte " + at);
        }
    }

    static String utf8(byte[] bytes) throws MalformedLeafException {
        // What is no UTF-8 becomes U+FFFD here. Text without it was right, and this is several times as fast as being strict.
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedLeafException("text is not UTF-8");
        }
    }

    private long head(int major) throws MalformedLeafException {
        int start = at;
        int first = next();
        if (first >>> 5 != major) {
            throw new MalformedLeafException("type " + (first >>> 5) + " where " + major + " belongs, at byte " + start);
        }
        int info = first & 31;
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw new MalformedLeafException("a length without end or a reserved one, at byte " + start);
        }
        int width = 1 << (info - 24);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | next();
        }
        long least = info == 24 ? 24 : 1L << (width * 4);
        if (value < least) {
            throw new MalformedLeafException("a number that is too large or not in its shortest form, at byte " + start);
        }
        return value;
    }

    private int next() throws MalformedLeafException {
        if (at >= in.length) {
            throw new MalformedLeafException("it ends early");
        }
        return in[at++] & 0xff;
    }

    private byte[] take(long length) throws MalformedLeafException {
        if (length > in.length - at) {
            throw new MalformedLeafException("it ends early");
        }
        at += (int) length;
        return Arrays.copyOfRange(in, at - (int) length, at);
    }

    private int items(long count, int least) throws MalformedLeafException {
        if (count > (in.length - at) / least) {
            throw new MalformedLeafException("it ends early");
        }
        return (int) count;
    }
}
