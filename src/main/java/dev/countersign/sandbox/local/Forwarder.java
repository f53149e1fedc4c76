package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Starts the process that stands between the loopback device inside and the proxy's socket, before a command, and waits until it listens.
/// It has no rights that the command has not: it only makes a port of a socket.
///
/// @param javaHome the JDK that runs Countersign
record Forwarder(Path javaHome) {
    private static final Path FOLDER = Path.of("/run/countersign/forwarder");
    /// Where its class lies inside.
    static final Path PLACE = FOLDER.resolve(LoopbackForwarder.class.getPackageName().replace('.', '/'));
    /// The file of the one class that it consists of.
    static final String CLASS = LoopbackForwarder.class.getSimpleName() + ".class";
    static final int FAILED = 125;

    /// Its output ends when it listens, or when it ended. Options that the command has for its own Java are not meant for it.
    private static final String SCRIPT = """
            java=$1 class=$2 socket=$3 port=$4
            shift 4
            ready=$(unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH
            cd /
            "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx32m -Xss256k -cp FOLDER "$class" "$socket" "$port" </dev/null 2>/dev/null &)
            if [ "$ready" != ready ]; then
              echo 'countersign: the way to the network could not be opened; nothing was started' >&2
              exit FAILED
            fi
            exec "$@"
            """.replace("FOLDER", FOLDER.toString()).replace("FAILED", Integer.toString(FAILED));

    /// What stands before the command's own argv, inside.
    List<String> argv() throws IOException {
        return List.of("/bin/sh", "-c", SCRIPT, "sh", javaHome.toRealPath().resolve("bin/java").toString(), LoopbackForwarder.class.getName(),
                Profile.PROXY.toString(), Integer.toString(Profile.PROXY_PORT));
    }

    /// Lays its program into a folder, which is made.
    void lay(Path folder) throws IOException {
        Files.createDirectory(folder);
        try (InputStream in = LoopbackForwarder.class.getResourceAsStream(CLASS)) {
            if (in == null) {
                throw new IOException("the program that leads to the network is missing");
            }
            Files.copy(in, folder.resolve(CLASS));
        }
    }
}
