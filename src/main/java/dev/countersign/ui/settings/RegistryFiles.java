package dev.countersign.ui.settings;

import java.nio.file.Path;
import java.util.Optional;

/// Where registries of agents lie, there or not.
///
/// @param user    the user's own
/// @param project that of the workspace that is open
public record RegistryFiles(Optional<Path> user, Optional<Path> project) {}
