/// The screen of the commands that check a workspace, and of the weights of what they find.
@NullMarked
package dev.countersign.ui.checks;

import org.jspecify.annotations.NullMarked;
