package dev.countersign.network.proxy;

/// A request that is not carried out. Its message is for a person and for the program: one sentence.
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    /// By the status that the program is answered with.
    enum Why {
        MALFORMED(400), TOKEN(401), NOT_ALLOWED(403), ADDRESS(403), DISGUISED(403), METHOD(405), SLOW(408), LARGE(413), UPGRADE(426), BUDGET(429), UNREACHABLE(502), BUSY(503);

        private final int status;

        Why(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private final Why why;

    Refused(Why why, String sentence) {
        super(sentence, null, false, false);
        this.why = why;
    }

    Why why() {
        return why;
    }

    String sentence() {
        return java.util.Objects.requireNonNull(getMessage());
    }
}
