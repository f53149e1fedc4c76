package dev.countersign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void aFailingFileSystemIsNamedAndNoBug() {
        var thrown = new UncheckedIOException(new FileSystemException("/some/file", null, "Input/output error"));
        assertThat(Problem.from(thrown)).extracting(Problem::code, Problem::sentence)
                .containsExactly("FILE-001", "\"/some/file\" could not be read or written: Input/output error.");
    }

    @Test
    void aCheckedExceptionThatKnowsItsProblemIsToldByItHoweverDeepItLies() {
        var problem = Problem.of("FILE-002", Exit.UNDECIDED, "It is gone.", "Nothing was changed.", "Look for it.");
        class Gone extends IOException implements Explained {
            @Override
            public Problem problem() {
                return problem;
            }
        }
        assertThat(Problem.from(new IllegalStateException(new UncheckedIOException(new Gone())))).isEqualTo(problem);
    }

    @Test
    void whatNobodyExpectedIsABug() {
        assertThat(Problem.from(new IllegalStateException("boom")).code()).isEqualTo("BUG-001");
    }
}
