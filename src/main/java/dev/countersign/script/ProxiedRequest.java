package dev.countersign.script;

import dev.countersign.network.HostPort;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One request over a proxy's Unix domain socket (HTTP/1.1, RFC 9112; tunnels, RFC 9110, 9.3.6). Follows no redirect. Closing it from
/// another thread ends it.
final class ProxiedRequest implements Closeable {
    private static final int LONGEST_HEAD = 64 << 10;
    private static final int MOST_FIELDS = 200;
    /// What the proxy begins its own answers with.
    private static final String REFUSED = "Countersign: ";

    private final SocketChannel channel;

    /// @param fields by name in lower case; several of one name are joined by commas
    record Response(int status, SequencedMap<String, String> fields, byte[] body) {}

    /// The proxy let it not through. The message says why.
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String why) {
            super(why);
        }
    }

    ProxiedRequest(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /// @param most bytes of the answer's body
    Response send(String method, URI uri, HostPort to, Map<String, String> fields, byte[] body, long most, SSLSocketFactory tls) throws IOException {
        InputStream near = new BufferedInputStream(Channels.newInputStream(channel));
        String path = (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        if (uri.getScheme().equals("http")) {
            OutputStream out = Channels.newOutputStream(channel);
            write(out, method, "http://" + to + path, to.toString(), fields, body);
            Response response = read(near, method, most);
            if (response.status >= 400 && starts(response.body)) {
                throw new RefusedException(reason(response));
            }
            return response;
        }
        Channels.newOutputStream(channel).write(("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        Response tunnel = read(near, "CONNECT", LONGEST_HEAD);
        if (tunnel.status != 200) {
            throw new RefusedException(reason(tunnel));
        }
        Socket plain = new ChannelSocket(channel, near);
        try (SSLSocket secure = (SSLSocket) tls.createSocket(plain, bare(to), to.port(), true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            write(secure.getOutputStream(), method, path, to.port() == 443 ? to.host().text() : to.toString(), fields, body);
            return read(new BufferedInputStream(secure.getInputStream()), method, most);
        }
    }

    /// An IPv6 address without its brackets.
    private static String bare(HostPort to) {
        return to.host().text().replaceAll("[\\[\\]]", "");
    }

    private static boolean starts(byte[] body) {
        return new String(body, 0, Math.min(body.length, REFUSED.length()), StandardCharsets.UTF_8).equals(REFUSED);
    }

    private static String reason(Response response) {
        String text = new String(response.body, StandardCharsets.UTF_8).strip();
        return text.startsWith(REFUSED) ? text.substring(REFUSED.length()).replaceAll("\\.$", "") : "the proxy answered " + response.status;
    }

    private static void write(OutputStream out, String method, String target, String host, Map<String, String> fields, byte[] body) throws IOException {
        var head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
        fields.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        out.write(head.append("Accept-Encoding: identity\r\nConnection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
    }

    private static Response read(InputStream in, String method, long most) throws IOException {
        var budget = new int[] {LONGEST_HEAD};
        int status = status(line(in, budget));
        var fields = new LinkedHashMap<String, String>();
        while (true) {
            String line = line(in, budget);
            if (line.isEmpty()) {
                if (status >= 200 || status == 101) {
                    break;
                }
                // An interim answer: the real one follows.
                status = status(line(in, budget));
                fields.clear();
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 1 || fields.size() >= MOST_FIELDS) {
                throw new IOException("the host's answer is no HTTP");
            }
            fields.merge(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        boolean none = method.equals("HEAD") || method.equals("CONNECT") && status == 200 || status == 204 || status == 304;
        return new Response(status, fields, none ? new byte[0] : body(in, fields, most));
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw new IOException("the host's answer is no HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static byte[] body(InputStream in, Map<String, String> fields, long most) throws IOException {
        var body = new ByteArrayOutputStream();
        String coding = fields.getOrDefault("transfer-encoding", "");
        String length = fields.getOrDefault("content-length", "");
        if (coding.equalsIgnoreCase("chunked")) {
            while (true) {
                String size = line(in, new int[] {200}).replaceAll("[ \t]*;.*$", "");
                if (!size.matches("[0-9A-Fa-f]{1,8}")) {
                    throw new IOException("the host's answer is in no plain chunks");
                }
                long chunk = Long.parseLong(size, 16);
                if (chunk == 0) {
                    return body.toByteArray();
                }
                take(in, chunk, most, body);
                if (!line(in, new int[] {2}).isEmpty()) {
                    throw new IOException("the host's answer is in no plain chunks");
                }
            }
        }
        if (!coding.isEmpty()) {
            throw new IOException("the host's answer is coded as " + coding);
        }
        if (length.matches("[0-9]{1,15}")) {
            take(in, Long.parseLong(length), most, body);
            return body.toByteArray();
        }
        byte[] rest = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
        check(rest.length, most);
        return rest;
    }

    private static void take(InputStream in, long count, long most, ByteArrayOutputStream into) throws IOException {
        check(into.size() + count, most);
        byte[] bytes = in.readNBytes((int) count);
        if (bytes.length < count) {
            throw new EOFException("the host's answer ends early");
        }
        into.writeBytes(bytes);
    }

    private static void check(long size, long most) throws IOException {
        if (size > most) {
            throw new IOException("the answers are longer than this script may receive");
        }
    }

    private static String line(InputStream in, int[] budget) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the host's answer ends early");
            }
            if (budget[0]-- == 0) {
                throw new IOException("the head of the host's answer is too long");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
