/// The agent `replay`: plays the attempts of a recorded run again, without a program and without a network.
@NullMarked
package dev.countersign.agent.replay;

import org.jspecify.annotations.NullMarked;
