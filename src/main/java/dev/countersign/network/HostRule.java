package dev.countersign.network;

import java.util.List;
import java.util.Optional;

/// One line of an allow-list: `example.com`, `*.example.com` for all names below it, either with `:PORT`. Without a port 443 and 80
/// are meant.
///
/// @param below whether names below `host` are meant, and not itself
public record HostRule(HostName host, boolean below, List<Integer> ports) {
    private static final List<Integer> USUAL = List.of(443, 80);

    public HostRule {
        ports = List.copyOf(ports);
    }

    /// @throws IllegalArgumentException with what is wrong, for a person
    public static HostRule parse(String text) {
        boolean below = text.startsWith("*.");
        String rest = below ? text.substring(2) : text;
        Optional<HostName> plain = HostName.of(rest);
        HostRule rule;
        if (plain.isPresent()) {
            rule = new HostRule(plain.get(), below, USUAL);
        } else {
            HostPort given = HostPort.of(rest, 0).orElseThrow(() -> new IllegalArgumentException(
                    "\"" + text + "\" is no host; write example.com, *.example.com or example.com:8443"));
            rule = new HostRule(given.host(), below, List.of(given.port()));
        }
        if (below && (rule.host.literal().isPresent() || !rule.host.text().contains("."))) {
            throw new IllegalArgumentException("\"" + text + "\" is too wide; write at least two labels after the star");
        }
        return rule;
    }

    boolean allows(HostName name, int port) {
        return ports.contains(port) && (below ? name.literal().isEmpty() && name.text().endsWith("." + host.text()) : name.equals(host));
    }

    /// As it is written.
    public String text() {
        return (below ? "*." : "") + host.text() + (ports.equals(USUAL) ? "" : ":" + ports.getFirst());
    }
}
