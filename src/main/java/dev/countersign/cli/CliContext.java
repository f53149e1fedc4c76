package dev.countersign.cli;

import dev.countersign.run.ConfigFile;
import dev.countersign.run.SampleOffer;
import dev.countersign.run.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// What the commands are given by the composition root.
///
/// @param workbench the core for a workspace folder; fails with a usage problem where the registry is wrong
/// @param sample    the bundled sample workspace and its task
/// @param folder    the current folder
/// @param config    the user's files of settings
/// @param user      name for decisions in the ledger
/// @param desktop   opens the window on a folder; returns its exit status when it closes
public record CliContext(Workbench workbench, SampleOffer sample, List<ConfigFile> config, Path folder, String user, String version, Terminal terminal,
                         Function<Path, Integer> desktop) {}
