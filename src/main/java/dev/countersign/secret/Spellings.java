package dev.countersign.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;

/// The ways in which a value may stand in a text: as it is, line by line, escaped for JSON (once and twice) and XML, percent-encoded,
/// in hexadecimal, and in base64 wherever it begins in what was encoded.
///
/// Base64 is that of RFC 4648, sections 4 and 5; of an encoding in the middle of another only those characters count that the
/// neighbours do not change. Percent-encoding is that of RFC 3986, of HTML forms and of ECMAScript.
final class Spellings {
    /// Shorter lines of a value of several lines are found all over.
    private static final int SHORTEST_LINE = 16;
    private static final List<String> UNRESERVED = List.of("-._~", "-_.!~*'()", "*-._");

    private Spellings() {}

    static List<byte[]> of(String value) {
        SequencedSet<String> texts = new LinkedHashSet<>();
        String core = value.strip();
        add(core, texts);
        if (core.indexOf('\n') >= 0) {
            add(core.replace("\r\n", "\n").replace("\n", "\r\n"), texts);
            core.lines().map(String::strip).filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
                    .forEach(line -> add(line, texts));
        }
        var bytes = new ArrayList<byte[]>();
        texts.forEach(text -> bytes.add(text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private static void add(String value, SequencedSet<String> texts) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        texts.add(value);
        String json = json(value, false);
        for (String escaped : List.of(json, json(value, true), upper(json(value, true)), json(json, false))) {
            texts.add(escaped);
            texts.add(escaped.replace("/", "\\/"));
        }
        texts.add(value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;"));
        for (String unreserved : UNRESERVED) {
            String percent = percent(bytes, unreserved);
            for (String cased : List.of(percent, lower(percent))) {
                texts.add(cased);
                texts.add(cased.replace("%20", "+"));
            }
        }
        String hex = HexFormat.of().formatHex(bytes);
        texts.add(hex);
        texts.add(hex.toUpperCase(Locale.ROOT));
        for (int before = 0; before < 3; before++) {
            String base64 = base64(bytes, before);
            texts.add(base64);
            texts.add(base64.replace('+', '-').replace('/', '_'));
        }
    }

    /// The characters of an encoding that depend on `value` alone, where `before` bytes stand before it.
    private static String base64(byte[] value, int before) {
        byte[] shifted = new byte[before + value.length];
        System.arraycopy(value, 0, shifted, before, value.length);
        String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return all.substring((8 * before + 5) / 6, 8 * shifted.length / 6);
    }

    private static String percent(byte[] bytes, String unreserved) {
        var text = new StringBuilder();
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || unreserved.indexOf(c) >= 0;
            if (plain) {
                text.append(c);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return text.toString();
    }

    private static String lower(String percent) {
        var text = new StringBuilder(percent);
        for (int i = 0; i + 2 < text.length(); i++) {
            if (text.charAt(i) == '%') {
                text.setCharAt(i + 1, Character.toLowerCase(text.charAt(i + 1)));
                text.setCharAt(i + 2, Character.toLowerCase(text.charAt(i + 2)));
                i += 2;
            }
        }
        return text.toString();
    }

    /// RFC 8259, section 7. @param ascii whether all that is not ASCII is escaped too
    private static String json(String value, boolean ascii) {
        var text = new StringBuilder();
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < 0x20 || ascii && c > 0x7e) {
                        text.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.toString();
    }

    private static String upper(String json) {
        var text = new StringBuilder(json);
        for (int i = 0; i + 5 < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                if (text.charAt(i + 1) == 'u') {
                    for (int k = i + 2; k < i + 6; k++) {
                        text.setCharAt(k, Character.toUpperCase(text.charAt(k)));
                    }
                }
                i++;
            }
        }
        return text.toString();
    }
}
