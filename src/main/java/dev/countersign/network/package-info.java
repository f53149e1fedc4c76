/// What programs may reach of the network: names of hosts, rules about them, and what was reached.
@NullMarked
package dev.countersign.network;

import org.jspecify.annotations.NullMarked;
