package dev.countersign.agent;

import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.Optional;

/// Keeps what models were asked and answered during one call of an agent. An answer is on disk before anything is done about it, so that
/// after a crash it is not paid for again.
public interface ModelCalls {
    /// Keeps nothing.
    ModelCalls NONE = new ModelCalls() {
        @Override
        public Optional<ModelCall> answered(Sha256 asked) {
            return Optional.empty();
        }

        @Override
        public void keep(ModelCall call) {
            // Nobody wants it.
        }
    };

    /// The answer to exactly this, where an earlier process got it. Each is handed out once.
    ///
    /// @param asked digest of model and request
    Optional<ModelCall> answered(Sha256 asked) throws IOException;

    /// It is on disk when this returns.
    void keep(ModelCall call) throws IOException;
}
