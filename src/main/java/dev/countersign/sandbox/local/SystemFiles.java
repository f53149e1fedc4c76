package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Network;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What of the system a contained program may read.
final class SystemFiles {
    /// Beside `/usr`; links into it on most systems.
    static final List<Path> FOLDERS = List.of(Path.of("/bin"), Path.of("/sbin"), Path.of("/lib"), Path.of("/lib64"), Path.of("/lib32"),
            Path.of("/libx32"));
    /// What programs read to find libraries, names, certificates and the time. Nothing that may hold a password.
    private static final List<String> SETTINGS = List.of("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "passwd", "group", "nsswitch.conf",
            "hosts", "host.conf", "gai.conf", "localtime", "timezone", "alternatives", "ssl", "ca-certificates", "ca-certificates.conf",
            "pki", "crypto-policies", "maven", "fonts", "mime.types", "services", "protocols", "os-release", "locale.conf", "terminfo",
            "python3", "perl", "debian_version");

    private SystemFiles() {}

    /// Below `/etc`; not each of them is there.
    static List<Path> settings(Network network) throws IOException {
        var names = new ArrayList<>(SETTINGS);
        if (network instanceof Network.Open) {
            names.add("resolv.conf");
        }
        try (DirectoryStream<Path> java = Files.newDirectoryStream(Path.of("/etc"), each -> each.getFileName().toString().startsWith("java"))) {
            java.forEach(each -> names.add(each.getFileName().toString()));
        }
        return names.stream().map(Path.of("/etc")::resolve).toList();
    }
}
