/// Scripts of a workspace as tools: small Starlark programs that a person approved by their bytes. What a script may reach is declared in
/// it, so that whoever approves the bytes approves that too: secrets by name, hosts, parameters.
@NullMarked
package dev.countersign.script;

import org.jspecify.annotations.NullMarked;
