/// The agent that brings edits which exist already: a patch file, a commit or range of the workspace's repository, or what lies
/// uncommitted in its tree. Starts no process and no git; repositories are read by JGit.
///
/// Start with [PatchAgent]. An adapter of `agent`; only the composition root names it.
@NullMarked
package dev.countersign.agent.patch;

import org.jspecify.annotations.NullMarked;
