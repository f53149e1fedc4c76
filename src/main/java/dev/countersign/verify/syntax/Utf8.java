package dev.countersign.verify.syntax;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Strict UTF-8.
final class Utf8 {
    private Utf8() {}

    sealed interface Read {
        /// @param text without a byte order mark
        record Text(String text) implements Read {}

        /// @param line   of the first byte that is no UTF-8, from 1
        /// @param column in characters, from 1
        record Fault(int line, int column) implements Read {}
    }

    static Read read(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer chars = CharBuffer.allocate(content.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            return new Read.Fault(line, text.length() - text.lastIndexOf('\n'));
        }
        return new Read.Text(text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    static Syntax.Parse.Faulty fault(Read.Fault fault) {
        return Syntax.Parse.Faulty.of(fault.line(), fault.column(), "This is not UTF-8.");
    }
}
