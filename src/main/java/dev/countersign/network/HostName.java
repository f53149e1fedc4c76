package dev.countersign.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A host as a program names it, in the one spelling that is compared: a name of ASCII letters, digits and hyphens in lower case
/// (RFC 1123), four decimal numbers, or an IPv6 address in brackets. Every other way to write a host is none.
///
/// @param text    that spelling
/// @param literal the address, where it is one
public record HostName(String text, Optional<InetAddress> literal) {
    private static final int LONGEST = 253;
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    /// A last label that makes programs read the whole for an IPv4 address (WHATWG URL, "ends in a number").
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern FOUR = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.|$)){4}(?<!\\.)");
    private static final Pattern SIX = Pattern.compile("\\[[0-9a-f:.]{2,45}]");

    /// Empty for what is no host: other notations of an address, an IPv4 address inside an IPv6 one, a final dot, other letters.
    public static Optional<HostName> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        // Lower case of other alphabets may be ASCII.
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 127) || lower.length() > LONGEST) {
            return Optional.empty();
        }
        if (FOUR.matcher(lower).matches()) {
            return Optional.of(new HostName(lower, Optional.of(InetAddress.ofLiteral(lower))));
        }
        if (SIX.matcher(lower).matches()) {
            return six(lower.substring(1, lower.length() - 1));
        }
        if (!NAME.matcher(lower).matches() || NUMBER.matcher(lower.substring(lower.lastIndexOf('.') + 1)).matches()) {
            return Optional.empty();
        }
        return Optional.of(new HostName(lower, Optional.empty()));
    }

    private static Optional<HostName> six(String text) {
        try {
            return InetAddress.ofLiteral(text) instanceof Inet6Address address
                    ? Optional.of(new HostName("[" + address.getHostAddress() + "]", Optional.of(address))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
