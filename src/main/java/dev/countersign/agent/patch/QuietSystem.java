package dev.countersign.agent.patch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Keeps JGit from starting git, which it does to find the system's configuration, and from writing probe files into the
/// repository, which it does to measure the file system's clock. No configuration but the repository's own is read, and of that
/// only what says how objects are stored.
final class QuietSystem extends SystemReader.Delegate {
    /// The coarsest clock of a file system in use: FAT counts two seconds.
    static final Duration CLOCK = Duration.ofSeconds(2);

    private QuietSystem(SystemReader system) {
        super(system);
    }

    /// JGit has one reader for the whole process. Calling this again changes nothing.
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof QuietSystem)) {
            SystemReader.setInstance(new QuietSystem(SystemReader.getInstance()));
        }
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    private static final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        /// Answers before anything is measured, with a value that is on the safe side everywhere.
        @Override
        public long getTimeUnit(String section, @Nullable String subsection, String name, long fallback, TimeUnit unit) {
            return section.equals("filesystem") ? unit.convert(CLOCK) : super.getTimeUnit(section, subsection, name, fallback, unit);
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
