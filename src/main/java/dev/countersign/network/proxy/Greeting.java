package dev.countersign.network.proxy;

import dev.countersign.network.HostName;
import dev.countersign.network.proxy.Refused.Why;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The first message of TLS, which names the host (ClientHello, RFC 8446, 4.1.2; server_name, RFC 6066, 3).
///
/// @param bytes as they came
/// @param name  the host that it names; empty where it names none
record Greeting(byte[] bytes, Optional<String> name) {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int LONGEST = 64 << 10;
    private static final int LARGEST_RECORD = 16 << 10;

    /// Reads it, over as many records as it has.
    ///
    /// @throws Refused where what comes is something else
    static Greeting read(InputStream in) throws IOException, Refused {
        var raw = new ByteArrayOutputStream();
        var message = new ByteArrayOutputStream();
        int needed = 4;
        while (message.size() < needed) {
            byte[] header = take(in, 5, raw);
            int length = (header[3] & 0xFF) << 8 | header[4] & 0xFF;
            if (header[0] != HANDSHAKE || header[1] != 3 || length == 0 || length > LARGEST_RECORD) {
                throw other();
            }
            message.writeBytes(take(in, length, raw));
            if (message.size() >= 4) {
                byte[] start = message.toByteArray();
                needed = 4 + ((start[1] & 0xFF) << 16 | (start[2] & 0xFF) << 8 | start[3] & 0xFF);
                if (start[0] != CLIENT_HELLO || needed > LONGEST) {
                    throw other();
                }
            }
        }
        try {
            return new Greeting(raw.toByteArray(), name(ByteBuffer.wrap(message.toByteArray(), 4, needed - 4).slice()));
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
            throw other();
        }
    }

    private static byte[] take(InputStream in, int length, ByteArrayOutputStream raw) throws IOException, Refused {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw other();
        }
        raw.writeBytes(bytes);
        return bytes;
    }

    private static Optional<String> name(ByteBuffer hello) throws Refused {
        skip(hello, 2 + 32);
        skip(hello, hello.get() & 0xFF);
        skip(hello, hello.getShort() & 0xFFFF);
        skip(hello, hello.get() & 0xFF);
        Optional<String> name = Optional.empty();
        if (!hello.hasRemaining()) {
            return name;
        }
        ByteBuffer extensions = part(hello, hello.getShort() & 0xFFFF);
        while (extensions.hasRemaining()) {
            int type = extensions.getShort() & 0xFFFF;
            ByteBuffer body = part(extensions, extensions.getShort() & 0xFFFF);
            if (type == 0) {
                ByteBuffer list = part(body, body.getShort() & 0xFFFF);
                int kind = list.get();
                byte[] text = new byte[list.getShort() & 0xFFFF];
                list.get(text);
                // One name, of a host: nothing else was ever defined.
                if (name.isPresent() || kind != 0 || list.hasRemaining()) {
                    throw other();
                }
                name = Optional.of(new String(text, StandardCharsets.ISO_8859_1));
            }
        }
        return name;
    }

    private static void skip(ByteBuffer buffer, int length) {
        buffer.position(buffer.position() + length);
    }

    private static ByteBuffer part(ByteBuffer buffer, int length) {
        ByteBuffer part = buffer.slice(buffer.position(), length);
        skip(buffer, length);
        return part;
    }

    private static Refused other() {
        return new Refused(Why.DISGUISED, "What was sent through the tunnel is not the greeting of TLS.");
    }

    /// @throws Refused where it names another host than `host`, or none where that is no address
    void refuseOther(HostName host) throws Refused {
        boolean same = name.isPresent() ? name.flatMap(HostName::of).filter(host::equals).isPresent() : host.literal().isPresent();
        if (!same) {
            throw new Refused(Why.DISGUISED, name.isPresent() ? "TLS asks for another host than the tunnel: " + shortened(name.get()) + "."
                    : "TLS does not say which host it asks for.");
        }
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("[^ -~]", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "…";
    }
}
