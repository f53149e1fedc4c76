package dev.countersign.ui.shell;

import dev.countersign.run.SampleOffer;
import dev.countersign.agent.Agents;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.UiState;
import java.nio.file.Path;
import java.time.InstantSource;

/// What a window is made of.
///
/// @param data shown in settings
public record ShellParts(Opened.Opener opener, Agents agents, Protection protection, SampleOffer sample, Path data, String version,
                         UiState state, Background background, Choosers choosers, InstantSource clock) {}
