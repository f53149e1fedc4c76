package dev.countersign.ui.review;

import dev.countersign.changeset.TextFile;
import java.nio.charset.StandardCharsets;

/// Bytes as lines of sixteen: offset, hexadecimal, and what of it is printable ASCII.
final class HexText {
    private static final int WIDTH = 16;

    private HexText() {}

    static TextFile of(byte[] bytes) {
        var text = new StringBuilder();
        for (int row = 0; row < bytes.length; row += WIDTH) {
            text.append("%08x  ".formatted(row));
            var plain = new StringBuilder();
            for (int i = row; i < row + WIDTH; i++) {
                if (i < bytes.length) {
                    int value = bytes[i] & 0xff;
                    text.append("%02x ".formatted(value));
                    plain.append(value >= ' ' && value < 0x7f ? (char) value : '.');
                } else {
                    text.append("   ");
                }
                text.append(i == row + WIDTH / 2 - 1 ? " " : "");
            }
            text.append(' ').append(plain).append('\n');
        }
        return TextFile.read(text.toString().getBytes(StandardCharsets.US_ASCII)).orElseThrow();
    }
}
