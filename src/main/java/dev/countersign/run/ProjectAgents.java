package dev.countersign.run;

import dev.countersign.agent.Agents;
import dev.countersign.agent.ProjectRegistry;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The agents that can be named in one workspace: those of the program and the user, and over them those of the workspace's own
/// registry once the user has trusted its exact bytes. Trust is a ledger entry, then a line in the data folder.
public final class ProjectAgents {
    private final Path workspace;
    private final Path trusted;
    private final Agents known;
    private final LedgerDesk desk;
    private final EntryFacts facts;
    private final InstantSource clock;

    ProjectAgents(Workspace workspace, Path data, Agents known, LedgerDesk desk, EntryFacts facts, InstantSource clock) {
        this.workspace = workspace.root();
        this.trusted = data.resolve("trusted-registries").resolve(workspace.id());
        this.known = known;
        this.desk = desk;
        this.facts = facts;
        this.clock = clock;
    }

    /// The registry that lies in the workspace now.
    ///
    /// @throws UserException `REGISTRY-001` or `REGISTRY-002` where it is wrong or can't be read
    public Optional<ProjectRegistry> registry() {
        return ProjectRegistry.read(workspace);
    }

    public boolean isTrusted(ProjectRegistry registry) throws IOException {
        return Files.exists(trusted) && Files.readAllLines(trusted).contains(registry.hash().hex());
    }

    /// What is in force now.
    public Agents inForce() throws IOException {
        Optional<ProjectRegistry> registry = registry();
        return registry.isPresent() && isTrusted(registry.get()) ? known.with(registry.get().agents()) : known;
    }

    /// What trusting it would change.
    public List<ProjectRegistry.Difference> difference(ProjectRegistry registry) {
        return registry.against(known);
    }

    /// Trusts exactly the bytes that were shown. Blocks until it is in the ledger.
    ///
    /// @param hash of what was shown
    /// @throws UserException `REGISTRY-003` where the file is not that one any more
    public Entry trust(Sha256 hash, String who) throws IOException {
        ProjectRegistry registry = registry().filter(now -> now.hash().equals(hash)).orElseThrow(() -> new UserException(Problem.of(
                "REGISTRY-003", Exit.USAGE, "The workspace's agent registry is not the one that was shown: it was changed or taken away.",
                "Nothing was trusted.", "Look at it again, and trust what it says now.")));
        Entry entry = desk.record(facts.trust(registry, difference(registry), who, clock.instant()));
        Files.createDirectories(trusted.getParent());
        Files.writeString(trusted, hash.hex() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.SYNC);
        return entry;
    }

    /// Why an agent of this name is not there, where the workspace's registry names it and is not trusted.
    Optional<UserException> refusal(String name) throws IOException {
        Optional<ProjectRegistry> registry = registry();
        if (registry.isEmpty() || isTrusted(registry.get()) || registry.get().agents().stream().noneMatch(spec -> spec.name().equals(name))) {
            return Optional.empty();
        }
        return Optional.of(new UserException(Problem.of("AGENT-003", Exit.REFUSED, "The agent \"" + name + "\" is named by "
                + registry.get().file() + ", which is not trusted.", "Nothing was started.",
                "Look at what it would start, and trust it: countersign agents trust.")));
    }
}
