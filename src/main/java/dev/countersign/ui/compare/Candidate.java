package dev.countersign.ui.compare;

import dev.countersign.plan.NodeId;
import dev.countersign.run.RunId;
import dev.countersign.ui.fx.Status;
import java.util.Optional;

/// One agent's candidate as it stands, in words.
///
/// @param merged       made of chosen hunks of others
/// @param energy       empty where it was not checked
/// @param verified     at least one check passed and none failed
/// @param best         none of the others that wait has less energy
/// @param size         files and lines; empty text while they are counted, or there is none
/// @param cost         that it is unknown, where the agent does not say
/// @param reviewReason why it cannot be looked at, or empty text
/// @param pickReason   why it cannot be picked, or empty text
public record Candidate(RunId run, NodeId node, String agent, boolean merged, Status status, Optional<Double> energy, boolean verified, boolean best,
                        String size, String cost, String tokens, String time, int calls, String reviewReason, String pickReason) {}
