/// The way out of the sandbox: a proxy on a Unix domain socket that connects to what the rules allow, and holds keys of models.
@NullMarked
package dev.countersign.network.proxy;

import org.jspecify.annotations.NullMarked;
