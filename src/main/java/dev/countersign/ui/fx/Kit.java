package dev.countersign.ui.fx;

import java.time.InstantSource;

/// What a window gives to each of its screens.
///
/// @param overlay for modal layers
/// @param toasts  for notices and problems that belong to no field
public record Kit(Background background, Overlay overlay, Toasts toasts, Commands commands, UiState state, Choosers choosers,
                  InstantSource clock) {
    public Pulse pulse() {
        return background.pulse();
    }
}
