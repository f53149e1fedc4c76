package dev.countersign.network;

import java.time.Instant;

/// One connection that a program asked for, when it has ended.
///
/// @param host     as it was asked for; what is no host as it was written, shortened
/// @param port     0 where none could be read
/// @param address  that was dialled; empty where none was
/// @param sent     bytes towards the host
/// @param received bytes from it
/// @param allowed  whether it was let through; one that was ended early at a limit was
/// @param rule     the rule that allowed it, or why it was refused or ended
public record Connection(Instant at, String host, int port, String address, long sent, long received, long millis, boolean allowed,
                         String rule) {
    /// One line for a person.
    public String words() {
        String where = port == 0 ? host : host + ":" + port;
        return allowed ? where + ", " + sent + " B out, " + received + " B in, " + millis + " ms (" + rule + ")" : where + " refused: " + rule;
    }
}
