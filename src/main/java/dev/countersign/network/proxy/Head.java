package dev.countersign.network.proxy;

import dev.countersign.network.HostPort;
import dev.countersign.network.proxy.Refused.Why;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The head of a request, read more strictly than HTTP demands (RFC 9112): whatever two programs might read in two ways is refused.
///
/// @param method one of capital letters
/// @param target printable ASCII without spaces
record Head(String method, String target, boolean old, List<Field> fields) {
    private static final int LONGEST = 32 << 10;
    private static final int MOST = 100;
    /// Of the connection with the proxy, not of what is asked (RFC 9110, 7.6.1); and what would begin another protocol.
    private static final Set<String> OF_THE_HOP = Set.of("connection", "proxy-connection", "proxy-authorization", "proxy-authenticate", "keep-alive",
            "te", "trailer", "upgrade", "http2-settings", "host", "expect", "content-length", "transfer-encoding");
    private static final Pattern LINE = Pattern.compile("([A-Z]{1,20}) ([!-~]{1,8192}) HTTP/1\\.([01])");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,17}");

    /// @param name in lower case
    record Field(String name, String value) {}

    Head {
        fields = List.copyOf(fields);
    }

    /// How the body of a request is told apart from what follows it.
    sealed interface Body {
        record None() implements Body {}

        record Sized(long length) implements Body {}

        record Chunked() implements Body {}
    }

    /// Empty where the other side ended without a word.
    ///
    /// @throws Refused where it is not exactly a head
    static Optional<Head> read(InputStream in) throws IOException, Refused {
        var budget = new int[] {LONGEST};
        Optional<String> first = line(in, budget);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var start = LINE.matcher(first.get());
        if (!start.matches()) {
            throw malformed("the first line is no request of HTTP/1.1");
        }
        var fields = new ArrayList<Field>();
        while (true) {
            String line = line(in, budget).orElseThrow(() -> malformed("its head has no end"));
            if (line.isEmpty()) {
                return Optional.of(new Head(start.group(1), start.group(2), start.group(3).equals("0"), fields));
            }
            int colon = line.indexOf(':');
            if (colon < 0 || !NAME.matcher(line.substring(0, colon)).matches()) {
                throw malformed("a line of its head is no field");
            }
            fields.add(new Field(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT), trim(line.substring(colon + 1))));
            if (fields.size() > MOST) {
                throw new Refused(Why.LARGE, "Its head has more than " + MOST + " fields.");
            }
        }
    }

    private static String trim(String value) {
        return value.replaceAll("^[ \t]+|[ \t]+$", "");
    }

    /// A line that ends in CR LF and holds no other control character than tabs.
    private static Optional<String> line(InputStream in, int[] budget) throws IOException, Refused {
        var line = new ByteArrayOutputStream();
        while (true) {
            int c = in.read();
            if (c < 0) {
                if (line.size() == 0) {
                    return Optional.empty();
                }
                throw malformed("it ends in the middle of a line");
            }
            if (budget[0]-- == 0) {
                throw new Refused(Why.LARGE, "Its head is longer than " + (LONGEST >> 10) + " KiB.");
            }
            if (c == '\r') {
                if (in.read() != '\n') {
                    throw malformed("a line does not end in CR LF");
                }
                return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
            }
            if (c < ' ' && c != '\t' || c == 127) {
                throw malformed("it holds a control character");
            }
            line.write(c);
        }
    }

    private static Refused malformed(String what) {
        return new Refused(Why.MALFORMED, "The request is not read: " + what + ".");
    }

    List<String> all(String name) {
        return fields.stream().filter(field -> field.name.equals(name)).map(Field::value).toList();
    }

    /// The value of a field that may stand there once.
    Optional<String> one(String name) throws Refused {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw malformed("it has \"" + name + "\" more than once");
        }
        return values.stream().findFirst();
    }

    Body body() throws Refused {
        Optional<String> length = one("content-length");
        Optional<String> coding = one("transfer-encoding");
        if (coding.isPresent()) {
            if (length.isPresent() || old || !coding.get().equalsIgnoreCase("chunked")) {
                throw malformed("where its body ends can be read in two ways");
            }
            return new Body.Chunked();
        }
        if (length.isPresent()) {
            if (!LENGTH.matcher(length.get()).matches()) {
                throw malformed("the length of its body is no number");
            }
            return new Body.Sized(Long.parseLong(length.get()));
        }
        return new Body.None();
    }

    /// This head for the host itself. One request and no second one: the host ends the connection after its answer.
    ///
    /// @param uri the target
    String forwarded(URI uri, HostPort to) throws Refused {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var text = new StringBuilder(method).append(' ').append(path).append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                .append(" HTTP/1.1\r\nHost: ").append(to.port() == 80 ? to.host().text() : to).append("\r\n");
        List<String> named = all("connection").stream().flatMap(v -> List.of(v.toLowerCase(java.util.Locale.ROOT).split("[ \t,]+")).stream()).toList();
        fields.stream().filter(f -> !OF_THE_HOP.contains(f.name) && !named.contains(f.name))
                .forEach(f -> text.append(f.name).append(": ").append(f.value).append("\r\n"));
        switch (body()) {
            case Body.None _ -> { }
            case Body.Sized sized -> text.append("Content-Length: ").append(sized.length()).append("\r\n");
            case Body.Chunked _ -> text.append("Transfer-Encoding: chunked\r\n");
        }
        return text.append("Connection: close\r\n\r\n").toString();
    }
}
