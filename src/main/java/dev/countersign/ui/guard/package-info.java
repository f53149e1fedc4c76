/// What guards: the rules with their tests, stored secrets, and the checklist of this machine.
@NullMarked
package dev.countersign.ui.guard;

import org.jspecify.annotations.NullMarked;
