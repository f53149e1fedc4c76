package dev.countersign.changeset;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A file's bytes read as lines, without loss: charset, byte order mark, each line's own end and a missing final one are kept.
///
/// @param lines     text of each line without its end
/// @param ends      the end of each line: `\n`, `\r\n`, `\r`, or empty for an unfinished last one; as long as `lines`
/// @param charset   UTF-8, UTF-16LE/BE by mark, else ISO-8859-1 where the bytes are no UTF-8
/// @param byteOrderMark whether the file starts with one
public record TextFile(List<String> lines, List<String> ends, Charset charset, boolean byteOrderMark) {
    /// No lines at all; what a file is before it is added and after it is deleted.
    public static final TextFile EMPTY = new TextFile(List.of(), List.of(), StandardCharsets.UTF_8, false);

    private static final int PROBED_BYTES = 8000;
    private static final long HIGH_BITS = 0x8080808080808080L;

    public TextFile {
        lines = List.copyOf(lines);
        ends = List.copyOf(ends);
        if (lines.size() != ends.size()) {
            throw new IllegalArgumentException(lines.size() + " lines with " + ends.size() + " ends");
        }
    }

    /// Reads bytes as text; empty where they are binary (a NUL byte in the first 8,000 and no UTF-16 mark).
    public static Optional<TextFile> read(byte[] content) {
        return decoded(content).map(text -> of(text.text, text.charset, text.marked));
    }

    /// The same without its lines: what [#text] would give.
    public static Optional<String> whole(byte[] content) {
        return decoded(content).map(Decoded::text);
    }

    private record Decoded(String text, Charset charset, boolean marked) {}

    private static Optional<Decoded> decoded(byte[] content) {
        if (isAscii(content)) {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            int nul = text.indexOf('\0');
            return nul >= 0 && nul < PROBED_BYTES ? Optional.empty() : Optional.of(new Decoded(text, StandardCharsets.UTF_8, false));
        }
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] mark = mark(charset);
            if (startsWith(content, mark)) {
                Optional<String> text = decode(content, mark.length, charset);
                if (text.isPresent() && !(isWide(charset) && probe(text.get()).indexOf('\0') >= 0)) {
                    return binaryNul(content, charset) ? Optional.empty() : Optional.of(new Decoded(text.get(), charset, true));
                }
            }
        }
        if (binaryNul(content, StandardCharsets.UTF_8)) {
            return Optional.empty();
        }
        Optional<String> utf8 = decode(content, 0, StandardCharsets.UTF_8);
        return Optional.of(utf8.map(text -> new Decoded(text, StandardCharsets.UTF_8, false))
                .orElseGet(() -> new Decoded(new String(content, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1, false)));
    }

    /// The bytes again: `read(x).get().bytes()` equals `x`.
    ///
    /// @throws UserException `CHANGESET-001` where the charset has no bytes for a character; never for what [#read] gave
    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        if (byteOrderMark) {
            out.writeBytes(mark(charset));
        }
        out.writeBytes(encode(text()));
        return out.toByteArray();
    }

    /// The whole text with each line's own end.
    public String text() {
        return text(0, lines.size());
    }

    private String text(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(lines.get(i)).append(ends.get(i));
        }
        return text.toString();
    }

    /// A file of `text` in this file's charset and mark. Line ends are taken from the text.
    public TextFile withText(String text) {
        return of(text, charset, byteOrderMark);
    }

    /// The bytes of the lines from `from` until before `to` with their ends, without any mark.
    byte[] lineBytes(int from, int to) {
        return encode(text(from, to));
    }

    byte[] markBytes() {
        return byteOrderMark ? mark(charset) : new byte[0];
    }

    boolean isWide() {
        return isWide(charset);
    }

    /// The line end that most lines have; `\n` where there are none.
    String usualEnd() {
        String usual = "\n";
        long most = 0;
        for (String end : List.of("\n", "\r\n", "\r")) {
            long count = ends.stream().filter(end::equals).count();
            if (count > most) {
                most = count;
                usual = end;
            }
        }
        return usual;
    }

    static TextFile of(String text, Charset charset, boolean mark) {
        var lines = new ArrayList<String>();
        var ends = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            if (ch != '\n' && ch != '\r') {
                continue;
            }
            boolean pair = ch == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            lines.add(text.substring(start, i));
            ends.add(pair ? "\r\n" : ch == '\r' ? "\r" : "\n");
            i += pair ? 1 : 0;
            start = i + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
            ends.add("");
        }
        return new TextFile(lines, ends, charset, mark);
    }

    private byte[] encode(String text) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOfRange(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
        } catch (CharacterCodingException e) {
            throw new UserException(unencodable(text), e);
        }
    }

    private Problem unencodable(String text) {
        var encoder = charset.newEncoder();
        int line = 1;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            String one = Character.toString(text.codePointAt(i));
            if (!encoder.canEncode(one)) {
                return Problem.of("CHANGESET-001", Exit.USAGE,
                        "Line %d has the character %s (U+%04X), which the file's encoding %s cannot hold."
                                .formatted(line, one, text.codePointAt(i), charset.name()),
                        "The edit was not taken; nothing was written.",
                        "Replace the character, or reject the file and change its encoding first.");
            }
            line += one.equals("\n") ? 1 : 0;
        }
        throw new IllegalStateException("every character can be encoded, the text cannot");
    }

    /// Nearly all there is, and the marks of other encodings begin with no such byte.
    private static boolean isAscii(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        int words = content.length & -Long.BYTES;
        for (int i = 0; i < words; i += Long.BYTES) {
            if ((bytes.getLong(i) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (int i = words; i < content.length; i++) {
            if (content[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean binaryNul(byte[] content, Charset charset) {
        if (isWide(charset)) {
            return false;
        }
        for (int i = 0; i < Math.min(content.length, PROBED_BYTES); i++) {
            if (content[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static String probe(String text) {
        return text.substring(0, Math.min(text.length(), PROBED_BYTES / 2));
    }

    private static boolean isWide(Charset charset) {
        return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
    }

    private static Optional<String> decode(byte[] content, int from, Charset charset) {
        try {
            // A fresh decoder reports malformed input instead of replacing it.
            return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(content, from, content.length - from)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static byte[] mark(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_16LE)) {
            return new byte[] {(byte) 0xff, (byte) 0xfe};
        }
        if (charset.equals(StandardCharsets.UTF_16BE)) {
            return new byte[] {(byte) 0xfe, (byte) 0xff};
        }
        return new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    }

    private static boolean startsWith(byte[] content, byte[] mark) {
        return content.length >= mark.length && Arrays.equals(content, 0, mark.length, mark, 0, mark.length);
    }
}
