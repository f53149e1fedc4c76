package dev.countersign.starlark.value;

/// Finds the characters in bytes that may not be text.
final class Utf8 {
    private Utf8() {}

    /// How many bytes the character at `from` takes, 0 if none that is valid starts there (RFC 3629).
    static int lengthAt(byte[] octets, int from) {
        int first = octets[from] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0;
        if (length == 0 || from + length > octets.length) {
            return 0;
        }
        for (int i = 1; i < length; i++) {
            if ((octets[from + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = octets[from + 1] & 0xff;
        boolean wrong = first == 0xE0 && second < 0xA0 || first == 0xED && second >= 0xA0 || first == 0xF0 && second < 0x90
                || first == 0xF4 && second >= 0x90;
        return wrong ? 0 : length;
    }
}
