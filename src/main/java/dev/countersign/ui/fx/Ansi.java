package dev.countersign.ui.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Terminal output as plain spans: SGR colours and bold are read (ECMA-48 §8.3.117), every other control sequence is dropped.
/// What comes out holds no control character but tab and line feed.
public final class Ansi {
    private Ansi() {}

    /// A run of text in one look. @param colour 0 to 7 as in SGR 30 to 37, bright ones alike
    public record Span(String text, Optional<Integer> colour, boolean bold) {}

    /// The text alone.
    public static String strip(String text) {
        var plain = new StringBuilder();
        spans(text).forEach(span -> plain.append(span.text()));
        return plain.toString();
    }

    public static List<Span> spans(String text) {
        var spans = new ArrayList<Span>();
        var run = new StringBuilder();
        Optional<Integer> colour = Optional.empty();
        boolean bold = false;
        int i = 0;
        while (i < text.length()) {
            char ch = text.charAt(i);
            if (ch == 0x1b || ch == 0x9b) {
                int end = sequenceEnd(text, i);
                boolean csi = ch == 0x9b || (i + 1 < text.length() && text.charAt(i + 1) == '[');
                if (csi && end > i + 1 && text.charAt(end - 1) == 'm') {
                    flush(spans, run, colour, bold);
                    for (int code : codes(text.substring(i + (ch == 0x9b ? 1 : 2), end - 1))) {
                        if (code == 0) {
                            colour = Optional.empty();
                            bold = false;
                        } else if (code == 1) {
                            bold = true;
                        } else if (code == 22) {
                            bold = false;
                        } else if (code >= 30 && code <= 37) {
                            colour = Optional.of(code - 30);
                        } else if (code >= 90 && code <= 97) {
                            colour = Optional.of(code - 90);
                        } else if (code == 39) {
                            colour = Optional.empty();
                        }
                    }
                }
                i = end;
            } else {
                if (ch == '\t' || ch == '\n' || !Character.isISOControl(ch)) {
                    run.append(ch);
                }
                i++;
            }
        }
        flush(spans, run, colour, bold);
        return List.copyOf(spans);
    }

    private static void flush(List<Span> spans, StringBuilder run, Optional<Integer> colour, boolean bold) {
        if (!run.isEmpty()) {
            spans.add(new Span(run.toString(), colour, bold));
            run.setLength(0);
        }
    }

    /// Arguments of extended colours (38;5;n and 38;2;r;g;b) are taken out with them.
    private static List<Integer> codes(String arguments) {
        var codes = new ArrayList<Integer>();
        String[] parts = arguments.split("[;:]", -1);
        for (int i = 0; i < parts.length; i++) {
            int code = parts[i].matches("\\d{1,3}") ? Integer.parseInt(parts[i]) : 0;
            if (code == 38 || code == 48) {
                i += i + 1 < parts.length && parts[i + 1].equals("5") ? 2 : 4;
            } else {
                codes.add(code);
            }
        }
        return codes;
    }

    private static int sequenceEnd(String text, int start) {
        int i = start + 1;
        if (text.charAt(start) == 0x1b) {
            if (i >= text.length()) {
                return i;
            }
            char kind = text.charAt(i);
            if (kind == ']' || kind == 'P' || kind == '_' || kind == '^') {
                return stringEnd(text, i + 1);
            }
            if (kind != '[') {
                return i + 1;
            }
            i++;
        }
        while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) < 0x40) {
            i++;
        }
        return Math.min(text.length(), i + 1);
    }

    private static int stringEnd(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == 0x07) {
                return i + 1;
            }
            if (text.charAt(i) == 0x1b && i + 1 < text.length() && text.charAt(i + 1) == '\\') {
                return i + 2;
            }
        }
        return text.length();
    }
}
