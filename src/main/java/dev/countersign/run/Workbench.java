package dev.countersign.run;

import dev.countersign.agent.Agents;
import dev.countersign.agent.ModelDesk;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerOpener;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.store.Room;
import dev.countersign.network.Gateway;
import dev.countersign.policy.Policy;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Secrets;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The core, put together by `Main`. Opens sessions on folders. One core for the desktop and the command line.
///
/// @param data where Countersign keeps its own files: `$COUNTERSIGN_HOME`, or the system's place for user data
/// @param link how sessions of several processes reach each other
/// @param budget asked each time it is needed
/// @param secrets what is stored for agents by name
/// @param models where models are set up
/// @param servers whose tools may be granted to agents
/// @param gateway the way of scripts to the network
/// @param redaction takes secrets out of what is shown and kept
public record Workbench(Path data, Agents agents, Policy policy, Sandbox sandbox, Verifier verifier, LedgerOpener ledgers,
                        InstantSource clock, RandomGenerator random, RunLink link, Budget budget, Redaction redaction, Secrets secrets,
                        ModelDesk models, McpServers servers, Gateway gateway) {
    /// What the content of a ledger may take on disk before somebody is told.
    public interface Budget {
        /// Bytes.
        ///
        /// @throws dev.countersign.fault.UserException `LEDGER-036` where what was chosen cannot be used
        long bytes() throws IOException;
    }

    /// A core without models and servers.
    public Workbench(Path data, Agents agents, Policy policy, Sandbox sandbox, Verifier verifier, LedgerOpener ledgers,
                     InstantSource clock, RandomGenerator random, RunLink link, Budget budget, Redaction redaction, Secrets secrets) {
        this(data, agents, policy, sandbox, verifier, ledgers, clock, random, link, budget, redaction, secrets, ModelDesk.NONE, McpServers.NONE, Gateway.NONE);
    }

    /// A core with the budget that nobody chose.
    public Workbench(Path data, Agents agents, Policy policy, Sandbox sandbox, Verifier verifier, LedgerOpener ledgers,
                     InstantSource clock, RandomGenerator random, RunLink link) {
        this(data, agents, policy, sandbox, verifier, ledgers, clock, random, link, () -> Room.DEFAULT_BUDGET, new Redaction(), Secrets.NONE);
    }

    /// A core whose sessions reach no others.
    public Workbench(Path data, Agents agents, Policy policy, Sandbox sandbox, Verifier verifier, LedgerOpener ledgers,
                     InstantSource clock, RandomGenerator random) {
        this(data, agents, policy, sandbox, verifier, ledgers, clock, random, RunLink.NONE);
    }

    /// Opens a workspace: its ledger, after settling what a crash left, and its runs; unfinished ones stand where they stood.
    ///
    /// @throws dev.countersign.fault.UserException        `WORKSPACE-001` where the folder cannot be opened
    /// @throws dev.countersign.fault.EnvironmentException `LEDGER-001` where another process has it open, `LEDGER-002` where its
    ///         ledger cannot be read
    public Session open(Path folder, Progress progress) throws IOException {
        Workspace workspace = Workspace.open(folder);
        progress.step("Opening the ledger", 0, 0);
        Ledger ledger = ledgers.open(workspace);
        try {
            progress.check();
            clearLeftovers(workspace, ledger);
            progress.step("Reading the runs", 0, 0);
            return new Session(workspace, ledger, this);
        } catch (IOException | RuntimeException | Error e) {
            try {
                ledger.close();
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    /// What the content of a workspace's ledger takes on disk, and may take. Makes nothing where there is no ledger.
    public Room room(Workspace workspace) throws IOException {
        return Room.of(new LedgerFolder(data, workspace.id()).vault(), budget.bytes());
    }

    /// Not while another process writes: what lies beside the files then is no leftover.
    private static void clearLeftovers(Workspace workspace, Ledger ledger) throws IOException {
        Optional<Ledger.Turn> free = ledger.turn(Duration.ZERO, Progress.NONE);
        if (free.isPresent()) {
            try (Ledger.Turn _ = free.get()) {
                workspace.clearLeftovers();
            }
        }
    }
}
