package dev.countersign.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Opens ways to the network for contained programs.
public interface Gateway {
    /// There is no way.
    Gateway NONE = (_, _, _, _) -> {
        throw new IOException("there is no proxy here");
    };

    /// Opens a way for one call of a program.
    ///
    /// @param rules      what can be reached over it
    /// @param models     models that are answered under [ModelEndpoint#path] on it
    /// @param objections asked about each connection that the rules allow
    /// @param heard hears of each connection when it has ended; on a thread of the way
    /// @throws IOException where no socket can be made
    Passage open(NetworkRules rules, List<ModelEndpoint> models, Objections objections, Consumer<Connection> heard) throws IOException;

    /// A way that is open. Closing it ends its connections, and returns when all of them were heard of.
    interface Passage extends AutoCloseable {
        /// The Unix domain socket that speaks for an HTTP proxy.
        Path socket();

        /// What a program shows in place of the key of a model; good on this way alone.
        String token();

        /// What its models were used for. Asked when the program is dead: answers that are still under way are waited for, at most a second.
        Metered metered();

        /// Whether the last answer of its models broke off before its end, and nothing is under way since: what its provider sent ended in the
        /// middle, while the program still listened.
        boolean isCut();

        @Override
        void close();
    }
}
