package dev.countersign.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a command may see and touch, besides the system's own programs and libraries. Everything else is not there for it: the
/// user's home, other projects, keyrings, sockets, Countersign's own data.
///
/// Paths are absolute and exist; a command finds them at the same place as outside.
///
/// @param level    how strongly it is contained; where this machine does not have that level, nothing is started
/// @param writable folders it may change: the stage first, then a private home
/// @param readable files and folders it may read and run: toolchains, their caches
public record Profile(Level level, List<Path> writable, List<Path> readable, Network network) {
    /// Where a command finds the socket of [Network.Through].
    public static final Path PROXY = Path.of("/run/countersign/proxy.sock");
    /// The port on the loopback device inside at which that socket is reached as well, for programs that know ports only.
    public static final int PROXY_PORT = 3128;

    public Profile {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        for (Path path : both(writable, readable)) {
            if (!path.isAbsolute() || !path.equals(path.normalize()) || path.getNameCount() == 0) {
                throw new IllegalArgumentException(path + " can't be part of a profile");
            }
        }
    }

    /// Uncontained, for commands that are our own.
    public static Profile none() {
        return new Profile(Level.L0, List.of(), List.of(), new Network.Open());
    }

    /// With one more folder that may be changed.
    public Profile and(Path folder) {
        return new Profile(level, both(writable, List.of(folder)), readable, network);
    }

    private static List<Path> both(List<Path> one, List<Path> other) {
        var all = new ArrayList<Path>(one);
        all.addAll(other);
        return all;
    }
}
