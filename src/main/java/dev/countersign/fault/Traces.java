package dev.countersign.fault;

import java.io.PrintWriter;
import java.io.StringWriter;

/// Stack traces as text.
final class Traces {
    private Traces() {}

    static String of(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
