package dev.countersign.workspace;

/// Where long work says how far it is and hears that it is no longer wanted. Called from the working thread.
public interface Progress {
    /// Says nothing, never cancels.
    Progress NONE = new Progress() {
        @Override
        public void step(String what, long done, long total) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /// @param what  what is being done, for a person
    /// @param total 0 where it is not known
    void step(String what, long done, long total);

    boolean cancelled();

    /// @throws CancelledException where it is no longer wanted
    default void check() {
        if (cancelled()) {
            throw new CancelledException();
        }
    }

    /// The work was ended because nobody wants it any more. No fault.
    final class CancelledException extends RuntimeException {
        public CancelledException() {
            super("cancelled", null, false, false);
        }
    }
}
