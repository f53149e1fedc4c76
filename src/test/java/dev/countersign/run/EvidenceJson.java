package dev.countersign.run;

import tools.jackson.databind.json.JsonMapper;

/// The form in which a run's evidence is written, for made-up ledgers.
public final class EvidenceJson {
    private EvidenceJson() {}

    public static JsonMapper mapper() {
        return RunJson.mapper();
    }
}
