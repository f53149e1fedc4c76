package dev.countersign.ui.settings;

import dev.countersign.agent.ProjectRegistry;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The registry of agents that lies in the workspace that is open. All may block.
public interface RegistrySource {
    /// No workspace is open.
    RegistrySource NONE = new RegistrySource() {
        @Override
        public Optional<Look> look() {
            return Optional.empty();
        }

        @Override
        public void trust(Sha256 hash) {
            throw new IllegalStateException("no workspace is open");
        }
    };

    /// As it lies there now.
    ///
    /// @param changes what trusting it changes; none where it is in force
    record Look(ProjectRegistry registry, boolean trusted, List<ProjectRegistry.Difference> changes) {
        public Look {
            changes = List.copyOf(changes);
        }
    }

    /// Empty where there is none.
    ///
    /// @throws dev.countersign.fault.UserException `REGISTRY-001` or `REGISTRY-002` where it is wrong or cannot be read
    Optional<Look> look() throws IOException;

    /// Trusts exactly these bytes; an entry of the ledger.
    ///
    /// @throws dev.countersign.fault.UserException `REGISTRY-003` where the file is not that one any more
    void trust(Sha256 hash) throws IOException;
}
