package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What macOS's sandbox lets a command do, in the language of `sandbox-exec(1)` (Seatbelt): nothing, but for what is said here. The last
/// rule that fits is the one that holds.
///
/// @param writable real paths of the folders that a command may change
/// @param readable real paths that it may read and run
record SeatbeltProfile(List<Path> writable, List<Path> readable, Network network) {
    private static final List<String> SYSTEM = List.of("/usr", "/bin", "/sbin", "/System", "/Library/Apple", "/Library/Developer/CommandLineTools",
            "/private/etc/ssl", "/private/var/db/timezone", "/private/var/db/dyld", "/private/var/select");
    private static final List<String> SETTINGS = List.of("/", "/private/etc/hosts", "/private/etc/passwd", "/private/etc/group",
            "/private/etc/protocols", "/private/etc/services", "/private/etc/shells", "/private/etc/localtime");
    private static final List<String> RESOLVING = List.of("/private/etc/resolv.conf", "/private/var/run/resolv.conf");
    private static final List<String> SERVICES = List.of("com.apple.system.opendirectoryd.libinfo", "com.apple.system.notification_center",
            "com.apple.system.logger", "com.apple.bsd.dirhelper");
    private static final List<String> OF_NETWORK = List.of("com.apple.trustd.agent", "com.apple.SystemConfiguration.configd",
            "com.apple.SystemConfiguration.DNSConfiguration");

    SeatbeltProfile {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
    }

    /// @throws IllegalArgumentException for a path with a character that can't be written down
    String text() {
        var text = new StringBuilder("(version 1)\n(deny default)\n");
        text.append("(allow process-fork)\n(allow process-exec*)\n(allow signal (target same-sandbox))\n(allow process-info* (target same-sandbox))\n");
        text.append("(allow sysctl-read)\n(allow file-read-metadata)\n");
        rule(text, "allow file-read*", Stream.concat(SYSTEM.stream().map(SeatbeltProfile::below),
                Stream.concat(SETTINGS.stream().map(SeatbeltProfile::exactly), readable.stream().map(path -> below(path.toString())))));
        rule(text, "allow file-read*", Stream.of("/dev/random", "/dev/urandom").map(SeatbeltProfile::exactly));
        rule(text, "allow file-read* file-write-data file-ioctl", Stream.of("/dev/null", "/dev/zero").map(SeatbeltProfile::exactly));
        rule(text, "allow file-read* file-write*", writable.stream().map(path -> below(path.toString())));
        text.append("(deny file-write-setugid)\n");
        // A link in its place would lead those elsewhere who read what it left.
        rule(text, "deny file-write-unlink", writable.stream().map(path -> exactly(path.toString())));
        rule(text, "allow mach-lookup", SERVICES.stream().map(name -> "(global-name " + quoted(name) + ")"));
        switch (network) {
            case Network.Off _ -> text.append("(deny network*)\n");
            case Network.Open _ -> {
                text.append("(allow system-socket)\n(allow network-outbound (remote ip \"*:*\"))\n(allow network-bind network-inbound (local ip \"*:*\"))\n");
                rule(text, "allow network-outbound", Stream.of(exactly("/private/var/run/mDNSResponder")));
                rule(text, "allow file-read*", RESOLVING.stream().map(SeatbeltProfile::exactly));
                rule(text, "allow mach-lookup", OF_NETWORK.stream().map(name -> "(global-name " + quoted(name) + ")"));
            }
            case Network.Through _ -> throw new IllegalArgumentException("single hosts need a network of the command's own");
        }
        return text.toString();
    }

    private static void rule(StringBuilder text, String what, Stream<String> where) {
        text.append('(').append(what);
        where.forEach(each -> text.append("\n    ").append(each));
        text.append(")\n");
    }

    private static String below(String path) {
        return "(subpath " + quoted(path) + ")";
    }

    private static String exactly(String path) {
        return "(literal " + quoted(path) + ")";
    }

    private static String quoted(String words) {
        if (words.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            throw new IllegalArgumentException("a path with a control character can't be written into a profile");
        }
        return "\"" + words.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
