package dev.countersign.run;

import dev.countersign.workspace.Contents;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Content of a run that another process drives, asked for there, a connection per question. Where its driver is out of reach,
/// it has none.
record ReachedContents(RunId run, Holds holds) implements Contents {
    @Override
    public boolean has(Sha256 content) {
        try {
            Optional<RunLink.Reached> reached = holds.reach(run);
            if (reached.isEmpty()) {
                return false;
            }
            try (RunLink.Reached driver = reached.get()) {
                return driver.driver().contents(run).has(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        try (RunLink.Reached driver = reached(content)) {
            return driver.driver().contents(run).read(content);
        }
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        RunLink.Reached driver = reached(content);
        try {
            return new FilterInputStream(driver.driver().contents(run).open(content)) {
                @Override
                public void close() throws IOException {
                    try (driver) {
                        super.close();
                    }
                }
            };
        } catch (IOException | RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    private RunLink.Reached reached(Sha256 content) throws IOException {
        Optional<RunLink.Reached> reached = holds.reach(run);
        if (reached.isEmpty()) {
            throw new MissingContentException(content, "is with another process, which cannot be reached");
        }
        return reached.get();
    }
}
