package dev.countersign.sandbox;

import dev.countersign.secret.Redaction;
import dev.countersign.secret.Redactor;
import dev.countersign.workspace.Progress;

/// Takes secrets out of what commands print, before anybody hears it. A [Conversation] hears the bytes as they are: a protocol must stay
/// true, and its words are redacted where they become events.
public final class RedactingSandbox implements Sandbox {
    private final Sandbox inner;
    private final Redaction redaction;

    public RedactingSandbox(Sandbox inner, Redaction redaction) {
        this.inner = inner;
        this.redaction = redaction;
    }

    @Override
    public Protection protection() {
        return inner.protection();
    }

    @Override
    public Protection protection(Level level) {
        return inner.protection(level);
    }

    @Override
    public SelfTest selfTest() {
        return inner.selfTest();
    }

    @Override
    public Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
        if (listener instanceof Conversation) {
            return inner.run(command, profile, limits, listener, progress);
        }
        var redacted = new Redacted(listener, redaction.now());
        Outcome outcome = inner.run(command, profile, limits, redacted, progress);
        redacted.end();
        return outcome;
    }

    private static final class Redacted implements OutputListener {
        private final OutputListener inner;
        private final Redactor.Stream out;
        private final Redactor.Stream err;

        Redacted(OutputListener inner, Redactor redactor) {
            this.inner = inner;
            this.out = redactor.stream();
            this.err = redactor.stream();
        }

        @Override
        public void output(Stream stream, byte[] chunk) {
            pass(stream, (stream == Stream.OUT ? out : err).write(chunk));
        }

        void end() {
            pass(Stream.OUT, out.end());
            pass(Stream.ERR, err.end());
        }

        private void pass(Stream stream, byte[] clear) {
            if (clear.length > 0) {
                inner.output(stream, clear);
            }
        }
    }
}
