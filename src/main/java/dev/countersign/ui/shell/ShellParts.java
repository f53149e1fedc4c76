package dev.countersign.ui.shell;

import dev.countersign.run.SampleOffer;
import dev.countersign.agent.Agents;
import dev.countersign.agent.ModelDesk;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.settings.TriedLevel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What a window is made of.
///
/// @param protection what this machine enforces; may block while that is tried out
/// @param levels every level of the sandbox; takes a second or two when it is first asked for
/// @param data shown in settings
/// @param machine screens about this machine
public record ShellParts(Opened.Opener opener, Agents agents, Supplier<Protection> protection, SampleOffer sample, Path data, String version,
                         UiState state, Background background, Choosers choosers, InstantSource clock,
                         Screens.OfMachine machine, ModelDesk models, McpServers servers, Supplier<List<TriedLevel>> levels) {
    /// Without models, servers and levels.
    public ShellParts(Opened.Opener opener, Agents agents, Supplier<Protection> protection, SampleOffer sample, Path data, String version,
                      UiState state, Background background, Choosers choosers, InstantSource clock, Screens.OfMachine machine) {
        this(opener, agents, protection, sample, data, version, state, background, choosers, clock, machine, ModelDesk.NONE, McpServers.NONE, List::of);
    }
}
