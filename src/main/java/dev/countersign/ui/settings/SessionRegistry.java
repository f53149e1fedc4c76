package dev.countersign.ui.settings;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.agent.ProjectRegistry;
import dev.countersign.run.ProjectAgents;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The registry of an open session's workspace, and the agents that can be named there.
public final class SessionRegistry implements RegistrySource, Agents {
    private final ProjectAgents agents;
    private final String user;
    private volatile List<Agent> inForce;

    /// Reads the registry.
    ///
    /// @param known where the workspace's own registry is wrong, these alone
    /// @param user  in whose name it is trusted
    public SessionRegistry(ProjectAgents agents, Agents known, String user) {
        this.agents = agents;
        this.user = user;
        List<Agent> all;
        try {
            all = agents.inForce().all();
        } catch (IOException | dev.countersign.fault.ProblemException e) {
            all = known.all();
        }
        this.inForce = all;
    }

    /// As it was when the registry was read last.
    @Override
    public List<Agent> all() {
        return inForce;
    }

    @Override
    public Optional<Look> look() throws IOException {
        Optional<ProjectRegistry> found = agents.registry();
        inForce = agents.inForce().all();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean trusted = agents.isTrusted(found.get());
        return Optional.of(new Look(found.get(), trusted, trusted ? List.of() : agents.difference(found.get())));
    }

    @Override
    public void trust(Sha256 hash) throws IOException {
        agents.trust(hash, user);
        inForce = agents.inForce().all();
    }
}
