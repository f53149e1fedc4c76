package dev.countersign.verify;

/// The parts of the energy V(x).
public enum Part {
    /// It parses.
    SYN("V_syn"),
    /// It keeps its contract and compiles.
    STR("V_str"),
    /// Its tests pass.
    LOG("V_log"),
    /// It builds and starts.
    BOOT("V_boot"),
    /// The nodes fit together.
    SHEAF("V_sheaf");

    private final String symbol;

    Part(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }
}
