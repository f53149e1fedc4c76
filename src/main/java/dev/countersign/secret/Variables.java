package dev.countersign.secret;

import java.util.Collection;
import java.util.Map;

/// What programs may be given by name: the variables of this process, and stored secrets.
public interface Variables {
    /// The environment of this process, and those of `names` that are not set there but are stored secrets. What is read of these is
    /// known to the [Redaction] first.
    ///
    /// @throws dev.countersign.fault.ProblemException where a secret that is stored cannot be read
    Map<String, String> with(Collection<String> names);

    /// Variables without stored secrets.
    static Variables of(Map<String, String> environment) {
        Map<String, String> copy = Map.copyOf(environment);
        return _ -> copy;
    }
}
