package dev.countersign.ui.review;

import java.util.ArrayList;
import java.util.List;

/// Records of a table in text, after RFC 4180: fields in quotes may hold separators, line ends, and quotes written twice. Lenient:
/// a quote inside of a plain field stands for itself, and a field whose quote is never closed ends with the text.
final class CsvText {
    private CsvText() {}

    static List<List<String>> records(String text, char separator) {
        var records = new ArrayList<List<String>>();
        var fields = new ArrayList<String>();
        var field = new StringBuilder();
        boolean quoted = false;
        boolean started = false;
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            if (quoted) {
                if (ch != '"') {
                    field.append(ch);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (ch == '"' && field.isEmpty()) {
                quoted = true;
                started = true;
            } else if (ch == separator) {
                fields.add(field.toString());
                field.setLength(0);
                started = true;
            } else if (ch == '\n' || ch == '\r') {
                i += ch == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 1 : 0;
                if (started || !field.isEmpty()) {
                    fields.add(field.toString());
                    records.add(List.copyOf(fields));
                }
                fields.clear();
                field.setLength(0);
                started = false;
            } else {
                field.append(ch);
                started = true;
            }
        }
        if (started || !field.isEmpty()) {
            fields.add(field.toString());
            records.add(List.copyOf(fields));
        }
        return records;
    }
}
